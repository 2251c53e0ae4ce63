import type { DevicePair } from '../../../core/contract/wizard.ts';

/** Texts of the change from one chip to the next, and of a folder of pairs. */
export const nextTexts = {
  insertTitle: 'Insert the next chip',
  insertBody: 'The review opens as soon as the board reports another chip. Nothing is written before you confirm it.',
  noBoardTitle: 'Waiting for the board',
  noBoardBody: 'Connect the board with the next chip.',
  sameChip: (chipId: string) => `The chip that was done is still on the board: ${chipId}.`,
  useSame: 'Use this chip again',
  toReport: 'Back to the report',
  nextIs: (subject: string) => `Next: ${subject}`,
  noneLeft: 'No pair is left. Drop the key and the certificate of the next chip, or another folder.',
  trySample: 'Try a sample pair',
  pairs: 'Pairs of this folder',
  counts: (done: number, waiting: number, leftOver: number) => `${done} done, ${waiting} waiting, ${leftOver} left over`,
  place: (at: number, of: number, subject: string) => `Pair ${at} of ${of}: ${subject}`,
  subject: 'Certificate',
  files: 'Files',
  chip: 'Chip',
  state: 'Status',
  take: 'Use this pair',
  leftOver: (count: number) => (count === 1 ? 'One file is left over' : `${count} files are left over`),
  putAway: 'Remove the list',
  dialogTitle: (count: number) => `${count} pairs of key and certificate`,
  dialogBody: 'Each pair is for one chip. Trust Bench takes them in this order and keeps your answers.',
  integrityLabel: 'Integrity key and trust anchor',
  integrityHint: 'If one of the pairs signs the updates, choose it here. It is not written to a chip as a device key.',
  noIntegrity: 'None of them',
  cancel: 'Cancel',
  work: (count: number) => `Work through ${count} pairs`,
  doneBefore: (what: readonly string[], at: string) => `This station already finished a run on this chip ${at}: ${what.join(' · ')}.`,
  doneBeforeTodo: 'Writing again replaces what that run wrote. Check that the right chip is on the board.',
  otherChip: 'Another chip is on the board. This report is about the chip named here.',
} as const;

export const pairWords: Readonly<Record<DevicePair['state'], string>> = { waiting: 'Waiting', current: 'Now', done: 'Done', failed: 'Not finished' };
