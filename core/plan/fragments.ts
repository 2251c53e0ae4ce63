/** Length of every fragment but the last, in bytes (spec page 3). */
export const fragmentLength = 640;

/** Cuts joined fragments apart again. */
export function splitFragments(joined: Uint8Array): Uint8Array[] {
  const count = Math.max(1, Math.ceil(joined.length / fragmentLength));
  return Array.from({ length: count }, (_, i) => joined.subarray(i * fragmentLength, (i + 1) * fragmentLength));
}
