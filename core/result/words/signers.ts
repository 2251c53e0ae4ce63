import type { FaultTable } from '../faultTable.ts';

/** Signatures that are made here, on a chip or elsewhere. */
export const signerFaults = {
  'signer/failed': (d: { key: string; why: string }) => ({
    what: 'Nothing was signed.',
    object: `the ${d.key} key`,
    why: d.why,
    todo: 'Choose the key again. If it fails once more, the key is damaged: use another copy of it.',
  }),
  'signer/wrong-signature': (d: { key: string }) => ({
    what: 'The signature is wrong, and was not used.',
    object: `the ${d.key} key`,
    why: 'The public key of the signer does not verify it.',
    todo: 'Check that private and public key belong together. If they do, whatever holds the key is faulty: use another copy of it.',
  }),
} satisfies FaultTable;
