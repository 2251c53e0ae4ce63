/** A parser with a bug behind a row of comparisons: by chance, one input in thousands of millions would find it. */
export function toy(bytes: Uint8Array): string {
  if (bytes[0] !== 0xb5) return 'no head';
  if (bytes[1] !== 0x62) return 'no kind';
  if (bytes[2] !== 0x99) return 'no version';
  if (bytes[3] === 0x0e) throw new RangeError('the hidden bug');
  return 'good';
}

/** No input can harm it. */
export const harmless = (bytes: Uint8Array): number => bytes.length;
