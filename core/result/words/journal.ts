import type { FaultTable } from '../faultTable.ts';

/** The record of what was done. */
export const journalFaults = {
  'journal/not-written': (d: { file: string; folder: string; reason: string }) => ({
    what: 'The journal cannot be written.',
    object: d.file,
    why: `${d.reason} Each step is written to the journal before it is sent to a chip.`,
    todo: `Remove the cause (the journal is in "${d.folder}"), then run the plan again. It continues where it stopped.`,
  }),
  'journal/end-not-written': (d: { file: string; folder: string; reason: string }) => ({
    what: 'The end of the run is not in the journal.',
    object: d.file,
    why: `${d.reason} The reported steps were done before that; the chip holds their results.`,
    todo: `Remove the cause (the journal is in "${d.folder}"), then run the plan again. It does not repeat finished steps, and writes the end into the journal.`,
  }),
  'journal/key-unusable': (d: { file: string; folder: string; reason: string }) => ({
    what: 'The key that proves earlier writes cannot be used.',
    object: d.file,
    why: `${d.reason} It is in "${d.folder}". Without it, a secret cannot be compared with the one that an earlier run wrote.`,
    todo: 'Restore the file from a copy and make it readable. Without a copy, move it to another folder: then new runs are possible, but earlier runs cannot be resumed.',
  }),
  'journal/file-set-aside': (d: { file: string; why: string; aside: string }) => ({
    what: 'A file in the journal\'s folder is not part of the journal.',
    object: d.file,
    why: d.why,
    todo: `It was renamed to ${d.aside}. The journal continues without it. Check what it is.`,
  }),
  'journal/clock-set-back': (d: { last: string; now: string }) => ({
    what: 'The clock of this computer was set back.',
    why: `The last line of the journal is from ${d.last}; the time is now ${d.now}.`,
    todo: 'Check date and time. The journal records this and continues.',
  }),
  'journal/not-signed': (d: { file: string; folder: string; reason: string }) => ({
    what: 'The journal\'s end could not be signed.',
    object: d.file,
    why: `${d.reason} The lines themselves are in the journal.`,
    todo: `Remove the cause (the journal is in "${d.folder}"). Until the next signature nobody would notice if these lines were removed.`,
  }),
  'journal/broken': (d: { file: string; line: number; why: string }) => ({
    what: `The journal was changed at line ${d.line}.`,
    object: d.file,
    why: d.why,
    todo: 'The lines before it are unchanged. Compare the file with a copy, and find out who changed it.',
  }),
  'journal/cut': (d: { file: string; known: number; found: number }) => ({
    what: 'Lines at the end of the journal are missing.',
    object: d.file,
    why: `It had ${d.known} lines, according to its signed head or the program that wrote them. Now it has ${d.found}.`,
    todo: 'Compare the file with a copy, and find out who removed lines.',
  }),
  'journal/bad-signature': (d: { file: string }) => ({
    what: 'The signature of the journal\'s end is not valid.',
    object: d.file,
    why: 'The .head.json file, which has this signature, was changed, or belongs to another journal file.',
    todo: 'Compare it with a backup copy, and find out who changed it.',
  }),
  'journal/no-run': (d: { run: string }) => ({
    what: 'This run is not in the journal.',
    object: d.run,
    why: 'The journal file with it was moved, or the run was made on another station.',
    todo: 'Choose a run from Records.',
  }),
} satisfies FaultTable;
