import { concat } from '../bytes/bytes.ts';
import { fragmentLength } from '../update/fragments.ts';

/** All fragments in sequence, as a plan's input stores them. */
export const joinFragments = (fragments: readonly Uint8Array[]): Uint8Array => concat(...fragments);

/** Splits joined fragments: each has 640 bytes except the last. */
export function splitFragments(joined: Uint8Array): Uint8Array[] {
  const count = Math.max(1, Math.ceil(joined.length / fragmentLength));
  return Array.from({ length: count }, (_, i) => joined.subarray(i * fragmentLength, (i + 1) * fragmentLength));
}
