import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';

const pairs: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal, two digits a byte, no separators. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += pairs[byte] as string;
  return text;
}

/** Upper case, bytes separated by blanks: the form in tables and error texts. */
export const toHexWords = (bytes: Uint8Array): string => (toHex(bytes).toUpperCase().match(/../g) ?? []).join(' ');

/** `0x` and at least `width` upper-case digits. */
export const hexNumber = (value: number, width = 2): string => `0x${value.toString(16).toUpperCase().padStart(width, '0')}`;

const isSeparator = (sign: string): boolean => /[\s,;:_{}-]/.test(sign);

function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Marks a digit that begins a word. */
const wordStart = 0x10;

interface Digits {
  /** One digit in each element; only the first `count` elements are used. */
  readonly digits: Uint8Array;
  readonly count: number;
  readonly words: number;
  readonly longestWord: number;
}

/**
 * The digits of a text, or the index of the first character that is not a digit. It makes no strings: for a megabyte of
 * text they would need a hundred megabytes.
 */
function digitsOf(text: string): Digits | number {
  const digits = new Uint8Array(text.length);
  let [count, words, length, longestWord] = [0, 0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const digit = digitOf(code);
    // A prefix without a digit after it is a typing error.
    const prefix = digit === 0 && (text.charCodeAt(at + 1) | 0x20) === 0x78 && digitOf(text.charCodeAt(at + 2)) >= 0;
    if (digit >= 0 && !prefix) {
      if (length === 0) words += 1;
      digits[count++] = length === 0 ? digit | wordStart : digit;
      length += 1;
      longestWord = Math.max(longestWord, length);
    } else {
      if (!prefix && !isSeparator(text.charAt(at))) return at;
      if (prefix) at += 1;
      length = 0;
    }
  }
  return { digits, count, words, longestWord };
}

/** Reads digits without separators, the form that this program writes; undefined for any other text. */
function plainHex(text: string): Uint8Array | undefined {
  if (text.length % 2 === 1) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    const [high, low] = [digitOf(text.charCodeAt(2 * at)), digitOf(text.charCodeAt(2 * at + 1))];
    if (high < 0 || low < 0) {
      // The digits so far may be those of a secret.
      bytes.fill(0);
      return undefined;
    }
    bytes[at] = (high << 4) | low;
  }
  return bytes;
}

/**
 * Reads hexadecimal of any common form: with or without `0x`, blanks, commas, semicolons, colons, dashes, line ends. A
 * single digit between separators is a byte (`0x1, 0x2`).
 * @param what name of the input in a fault
 */
export function fromHex(text: string, what = 'The text'): Result<Uint8Array, 'bytes/not-hex' | 'bytes/odd-hex'> {
  const plain = plainHex(text);
  if (plain !== undefined) return ok(plain);
  const found = digitsOf(text);
  if (typeof found === 'number') return err(fault('bytes/not-hex', { what, at: found, found: text.charAt(found) }));
  const { digits, count, words, longestWord } = found;
  const single = words > 1 && longestWord <= 2;
  if (!single && count % 2 === 1) return err(fault('bytes/odd-hex', { what, digits: count }));
  const bytes = new Uint8Array(single ? words : count / 2);
  let byte = -1;
  for (let at = 0; at < count; at++) {
    const digit = digits[at] as number;
    if (single ? (digit & wordStart) !== 0 : at % 2 === 0) byte += 1;
    bytes[byte] = ((bytes[byte] as number) << 4) | (digit & 0xf);
  }
  // The fault does not quote the text: it may be a secret.
  digits.fill(0);
  return ok(bytes);
}

/** Hexadecimal that this program itself wrote (tests, constants). Throws on anything else. */
export function hex(text: string): Uint8Array {
  const read = fromHex(text);
  if (!read.ok) throw new Error(`not hexadecimal: ${text.slice(0, 40)}`);
  return read.value;
}
