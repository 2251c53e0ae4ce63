import type { FaultTable } from '../faultTable.ts';

/** Whole chips in files, and keys made on the chip. */
export const exchangeFaults = {
  'exchange/not-a-dump': (d: { file: string; why: string }) => ({
    what: 'This file is not a chip export.',
    object: d.file,
    why: d.why,
    todo: 'Nothing was written. Take a file or folder made by export, JSON from the vendor\'s tool (object --export-json), or a profile of the simulator.',
  }),
  /** `broken`: the file itself is damaged; otherwise some of its entries are wrong. */
  'exchange/damaged': (d: { file: string; problems: readonly string[]; broken?: true }) => ({
    what: d.broken === true ? 'The file is damaged.' : `${d.problems.length === 1 ? 'One entry' : `${d.problems.length} entries`} of the file cannot be used.`,
    object: d.file,
    why: d.problems.slice(0, 5).join(' ') + (d.problems.length > 5 ? ` And ${d.problems.length - 5} more.` : ''),
    todo: 'Nothing was written. Correct the entries named above, or export the chip again.',
  }),
  'exchange/folder-there': (d: { folder: string }) => ({
    what: 'The folder already exists.',
    object: d.folder,
    why: 'An export needs a new folder, so that its files are not mixed with others.',
    todo: 'Give another name to --out, or remove the folder first.',
  }),
  'exchange/key-there': (d: { object: string; algorithm: string }) => ({
    what: 'This object already holds a key.',
    object: d.object,
    why: `Its metadata names ${d.algorithm} and a key usage. A new key replaces the old key permanently.`,
    todo: `If the old key is no longer needed, type the object id again to confirm (command line: --yes-overwrite ${d.object}).`,
  }),
  'exchange/wrong-algorithm': (d: { object: string; algorithm: string; takes: string }) => ({
    what: `${d.object} cannot hold this key: ${d.algorithm}.`,
    object: d.object,
    why: d.takes === '' ? 'It is not a key object.' : `It takes ${d.takes}.`,
    todo: 'ECC keys go into 0xE0F0 to 0xE0F3, RSA keys into 0xE0FC and 0xE0FD, AES keys into 0xE200.',
  }),
  'exchange/no-public-key': (d: { object: string }) => ({
    what: 'The public key of the new key is not known.',
    object: d.object,
    why: 'The chip sends the public key only once, when it makes the key. That answer did not arrive.',
    todo: 'Generate the key again: nothing depends on it yet.',
  }),
} satisfies FaultTable;
