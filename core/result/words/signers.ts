import type { FaultTable } from '../faultTable.ts';

/** Signatures that are made by this program, by a chip or by another program. */
export const signerFaults = {
  'signer/failed': (d: { key: string; why: string }) => ({
    what: 'Nothing was signed.',
    object: `the ${d.key} key`,
    why: d.why,
    todo: 'Choose the key again. If this fails again, the key is damaged: use another copy of it.',
  }),
  'signer/wrong-signature': (d: { key: string }) => ({
    what: 'The signature is wrong. It was not used.',
    object: `the ${d.key} key`,
    why: 'The public key of the signer does not verify it.',
    todo: 'Check that the private key and the public key match. If they do, the copy of the key is damaged: use another copy.',
  }),
} satisfies FaultTable;
