import type { FaultTable } from '../faultTable.ts';

/** Also what the window says of a dropped file. */
export const unsupportedFile = 'This file type is not supported.';

export const fileFaults = {
  'file/not-found': (d: { file: string }) => ({
    what: 'File not found.',
    object: d.file,
    why: 'No file with this name is there.',
    todo: 'Check the name and the folder.',
  }),
  'file/unreadable': (d: { file: string; reason: string }) => ({
    what: 'The file cannot be read.',
    object: d.file,
    why: d.reason,
    todo: 'Check its permissions, or copy it to this computer.',
  }),
  'file/empty': (d: { file: string }) => ({
    what: 'The file is empty.',
    object: d.file,
    why: 'It has no bytes.',
    todo: 'Get it again from its source.',
  }),
  'file/too-large': (d: { file: string; bytes: number; limit: number }) => ({
    what: 'The file is too large.',
    object: d.file,
    why: `It has ${d.bytes} bytes; what is taken here has at most ${d.limit}.`,
    todo: 'Check that it is the right file.',
  }),
  /** `orForbidden`: a browser does not tell the two apart. */
  'file/changed': (d: { file: string; orForbidden?: true }) => ({
    what: 'The file changed while it was read.',
    object: d.file,
    why: d.orForbidden === true ? 'The browser could not read it as it was when it was chosen: its size or time is another one, or you have no permission to read it.' : 'Its size or time is not what it was at the start.',
    todo: `Wait until the download or copy has ended, then open it again.${d.orForbidden === true ? ' If it comes back, check its permissions.' : ''}`,
  }),
  'file/not-written': (d: { file: string; reason: string }) => ({
    what: 'The file was not written.',
    object: d.file,
    why: d.reason,
    todo: 'Free room on the disk or choose another folder, then save again. An older file of this name is unchanged.',
  }),
  'file/set-aside': (d: { file: string; why: string; aside: string }) => ({
    what: 'A file of the program itself could not be read.',
    object: d.file,
    why: d.why,
    todo:
      d.aside === ''
        ? 'It is left as it is, and nothing is saved in its place until the next start. Repair it or take it away, then start again.'
        : `The program goes on without what was in it. The file is kept as ${d.aside}, in the same folder.`,
  }),
  'file/output-lost': (d: { reason: string }) => ({
    what: 'The answer could not be written to standard output.',
    why: d.reason,
    todo: 'What the command had to do before is done. Ask again with the output where there is room.',
  }),
  'file/unknown-content': (d: { file: string; taken: string }) => ({
    what: unsupportedFile,
    object: d.file,
    why: `It is none of: ${d.taken}.`,
    todo: 'Check that it is the right file.',
  }),
  'file/ticket-gone': (d: { ticket: string }) => ({
    what: 'The file must be chosen again.',
    object: d.ticket,
    why: 'Files are held only while the window is open.',
    todo: 'Drop or choose it once more.',
  }),
  'file/ticket-secret': (d: { file: string }) => ({
    what: 'A private key is not used here.',
    object: d.file,
    why: 'It was made in the workstation; what is taken here could be shown, or written where everyone reads it.',
    todo: 'Hand it over as a key: to Provision, or to the key or signer of a data set.',
  }),
} satisfies FaultTable;
