import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';

const digits = '0123456789abcdef';

/** Lower-case hexadecimal, two digits a byte, no separators. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += digits.charAt(byte >> 4) + digits.charAt(byte & 15);
  return text;
}

/** Upper-case, groups of two with a blank: what tables and error texts show. */
export const toHexWords = (bytes: Uint8Array): string => (toHex(bytes).toUpperCase().match(/../g) ?? []).join(' ');

/** `0x` and at least `width` upper-case digits. */
export const hexNumber = (value: number, width = 2): string => `0x${value.toString(16).toUpperCase().padStart(width, '0')}`;

const separators = /0x|[\s,;:_{}-]/gi;

/**
 * Reads hexadecimal of any common form: with or without `0x`, blanks, commas, semicolons, colons, dashes, line ends.
 * A lone digit between separators is a byte (`0x1, 0x2`).
 * @param what how the input is called in a fault
 */
export function fromHex(text: string, what = 'The text'): Result<Uint8Array, 'bytes/not-hex' | 'bytes/odd-hex'> {
  const plain = text.replace(separators, (found) => ' '.repeat(found.length));
  const bad = /[^0-9a-f ]/i.exec(plain);
  if (bad) return err(fault('bytes/not-hex', { what, at: bad.index, found: bad[0] }));
  const words = plain.split(/ +/).filter((word) => word !== '');
  const single = words.length > 1 && words.every((word) => word.length <= 2);
  const joined = words.map((word) => (single ? word.padStart(2, '0') : word)).join('');
  if (joined.length % 2 === 1) return err(fault('bytes/odd-hex', { what, digits: joined.length }));
  const bytes = new Uint8Array(joined.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(joined.slice(2 * i, 2 * i + 2), 16);
  return ok(bytes);
}

/** Hexadecimal that this program itself wrote (tests, constants). Throws on anything else. */
export function hex(text: string): Uint8Array {
  const read = fromHex(text);
  if (!read.ok) throw new Error(`not hexadecimal: ${text.slice(0, 40)}`);
  return read.value;
}
