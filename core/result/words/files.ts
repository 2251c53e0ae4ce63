import type { FaultTable } from '../faultTable.ts';
import { sayBytes } from '../format.ts';

/** The window shows this too, for a dropped file. */
export const unsupportedFile = 'This file type is not supported.';

export const fileFaults = {
  'file/not-found': (d: { file: string }) => ({
    what: 'File not found.',
    object: d.file,
    why: 'No file with this name exists.',
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
    why: 'It has 0 bytes.',
    todo: 'Get it again from its source.',
  }),
  'file/too-large': (d: { file: string; bytes: number; limit: number }) => ({
    what: 'The file is too large.',
    object: d.file,
    why: `It has ${sayBytes(d.bytes)}; the limit is ${d.limit}.`,
    todo: 'Check that it is the right file.',
  }),
  /** `orForbidden`: a browser does not distinguish the two. */
  'file/changed': (d: { file: string; orForbidden?: true }) => ({
    what: 'The file changed during reading.',
    object: d.file,
    why: d.orForbidden === true ? 'The browser could not read it: its size or time changed after you chose it, or you have no permission to read it.' : 'Its size or time changed.',
    todo: `Wait until the download or copy is complete, then open the file again.${d.orForbidden === true ? ' If this happens again, check its permissions.' : ''}`,
  }),
  'file/not-written': (d: { file: string; reason: string }) => ({
    what: 'The file was not written.',
    object: d.file,
    why: d.reason,
    todo: 'Free space on the disk or choose another folder, then save again. An older file with this name is unchanged.',
  }),
  'file/no-save-folder': (d: { folder: string; reason: string }) => ({
    what: 'The folder for saved files cannot be used.',
    object: d.folder,
    why: d.reason,
    todo: 'Make the folder or connect its disk, or choose another folder in Settings. The program neither makes this folder nor saves elsewhere instead.',
  }),
  'file/set-aside': (d: { file: string; why: string; aside: string; isKnown?: boolean }) => ({
    what: 'A file of this program could not be read.',
    object: d.file,
    why: d.why,
    todo:
      d.aside === ''
        ? 'The file stays unchanged, and nothing is saved in its place until the next start. Repair or remove the file, then start again.'
        : `The program continues ${d.isKnown === true ? 'with the content that it read before' : 'without its content'}. The file is kept as ${d.aside}, in the same folder.`,
  }),
  'file/output-lost': (d: { reason: string }) => ({
    what: 'The answer could not be written to standard output.',
    why: d.reason,
    todo: 'The work of the command is done. Run it again with an output that has enough space.',
  }),
  'file/unknown-content': (d: { file: string; taken: string }) => ({
    what: unsupportedFile,
    object: d.file,
    why: `It is none of these: ${d.taken}.`,
    todo: 'Check that it is the right file.',
  }),
  'file/ticket-gone': (d: { ticket: string }) => ({
    what: 'The file must be chosen again.',
    object: d.ticket,
    why: 'The program keeps files only while the window is open.',
    todo: 'Choose the file again.',
  }),
  'file/ticket-secret': (d: { file: string }) => ({
    what: 'A private key cannot be used here.',
    object: d.file,
    why: 'This program made the key. Files used here can be shown, or written where everyone can read them.',
    todo: 'Use it as a key: in Provision, or as key or signer of a data set.',
  }),
} satisfies FaultTable;
