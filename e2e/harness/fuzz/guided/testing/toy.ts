/** A parser with a bug behind several comparisons. A random input would find it once in thousands of millions. */
export function toy(bytes: Uint8Array): string {
  if (bytes[0] !== 0xb5) return 'no head';
  if (bytes[1] !== 0x62) return 'no kind';
  if (bytes[2] !== 0x99) return 'no version';
  if (bytes[3] === 0x0e) throw new RangeError('the hidden bug');
  return 'good';
}

/** A parser without bugs. */
export const harmless = (bytes: Uint8Array): number => bytes.length;
