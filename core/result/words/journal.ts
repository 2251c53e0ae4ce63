import type { FaultTable } from '../faultTable.ts';

/** The record of what was done. */
export const journalFaults = {
  'journal/not-written': (d: { file: string; folder: string; reason: string }) => ({
    what: 'The journal cannot be written.',
    object: d.file,
    why: `${d.reason} Nothing is done to a chip that is not in the journal first.`,
    todo: `Remove the cause (the journal is in "${d.folder}"), then run the plan again: it continues from where it stopped.`,
  }),
  'journal/end-not-written': (d: { file: string; folder: string; reason: string }) => ({
    what: 'The end of the run is not in the journal.',
    object: d.file,
    why: `${d.reason} The steps that are reported were done before that: the chip holds what they wrote.`,
    todo: `Remove the cause (the journal is in "${d.folder}"), then run the plan again: steps that are done already are not repeated, and the journal then has the end.`,
  }),
  'journal/key-unusable': (d: { file: string; folder: string; reason: string }) => ({
    what: 'The key that proves what was written cannot be used.',
    object: d.file,
    why: `${d.reason} It is in "${d.folder}"; without it nobody can say whether a secret is the one that an earlier run wrote.`,
    todo: 'Put the file back from a copy and make it readable. Without a copy, move it away: earlier runs can then not be resumed, but new ones can be made.',
  }),
  'journal/file-set-aside': (d: { file: string; why: string; aside: string }) => ({
    what: 'A file in the journal\'s folder is not part of the journal.',
    object: d.file,
    why: d.why,
    todo: `It was renamed to ${d.aside}, and the journal goes on without it. Look at what it is.`,
  }),
  'journal/clock-set-back': (d: { last: string; now: string }) => ({
    what: 'The clock of this computer was set back.',
    why: `The journal's last line is of ${d.last}, and now it is ${d.now}.`,
    todo: 'Check date and time. The journal says so, and goes on.',
  }),
  'journal/broken': (d: { file: string; line: number; why: string }) => ({
    what: `The journal was changed at line ${d.line}.`,
    object: d.file,
    why: d.why,
    todo: 'Lines before it are as they were written. Compare with a copy, and find out who changed it.',
  }),
  'journal/cut': (d: { file: string; known: number; found: number }) => ({
    what: 'Lines at the end of the journal are missing.',
    object: d.file,
    why: `It had ${d.known} lines, as its signed head or the program that wrote them says; then there were ${d.found}.`,
    todo: 'Compare with a copy, and find out who cut it.',
  }),
  'journal/bad-signature': (d: { file: string }) => ({
    what: 'The journal\'s head is not signed rightly.',
    object: d.file,
    why: 'Its .head.json was changed, or belongs to another file.',
    todo: 'Compare with a copy, and find out who changed it.',
  }),
  'journal/no-run': (d: { run: string }) => ({
    what: 'There is no such run in the journal.',
    object: d.run,
    why: 'Its file was moved, or the run belongs to another bench.',
    todo: 'Choose a run from Records.',
  }),
} satisfies FaultTable;
