import { utf8 } from '../bytes.ts';
import { toHex } from '../hex.ts';

/** One form in which a secret may appear somewhere: whole, or a piece that is long enough to be no coincidence. */
export interface Form {
  readonly form: string;
  /** At least 8 bytes. */
  readonly bytes: Uint8Array;
}

/** Length in bytes of a piece that proves a leak: the probability of a chance match is 1 in 2^64. */
const piece = 8;
/** Base64 encodes three bytes together. Nine bytes give twelve characters, at any position in a longer text. */
const base64Piece = 9;
/** Length in characters of a piece of a password or key. */
const textPiece = 12;

const pieces = (bytes: Uint8Array, length: number, every = 1): Uint8Array[] =>
  bytes.length <= length ? [bytes] : Array.from({ length: Math.floor((bytes.length - length) / every) + 1 }, (_, i) => bytes.subarray(i * every, i * every + length));

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** The encodings of text in files and strings, and in the stores of Windows and Chromium. */
function written(form: string, text: string): Form[] {
  const wide = Uint8Array.from([...text].flatMap((letter) => [letter.charCodeAt(0) & 0xff, letter.charCodeAt(0) >> 8]));
  const bigEndian = Uint8Array.from([...text].flatMap((letter) => [letter.charCodeAt(0) >> 8, letter.charCodeAt(0) & 0xff]));
  return [
    { form, bytes: utf8(text) },
    { form: `${form}, UTF-16`, bytes: wide },
    { form: `${form}, UTF-16 big endian`, bytes: bigEndian },
  ];
}

function hexForms(bytes: Uint8Array): Form[] {
  const digits = [...bytes].map((byte) => toHex(Uint8Array.of(byte)));
  const both = (form: string, text: string): Form[] => [...written(form, text), ...written(`${form}, upper case`, text.toUpperCase())];
  const c = (between: string): string => digits.map((two) => `0x${two}`).join(between);
  return [
    ...both('hexadecimal', digits.join('')),
    ...both('hexadecimal with blanks', digits.join(' ')),
    ...both('hexadecimal with colons', digits.join(':')),
    // Groups in a dump begin at an even byte. A piece at an odd byte is found by the next piece.
    ...both('hexadecimal in pairs', (digits.join('').match(/.{1,4}/g) ?? []).join(' ')),
    ...both('C array', c(', ')),
    ...written('C array, upper case', digits.map((two) => `0x${two.toUpperCase()}`).join(', ')),
    ...both('C array without blanks', c(',')),
    ...written('list of numbers', bytes.join(',')),
    ...written('list of numbers with blanks', bytes.join(', ')),
  ];
}

/** Bytes as programs escape and print them. */
function programForms(bytes: Uint8Array): Form[] {
  const digits = [...bytes].map((byte) => toHex(Uint8Array.of(byte)));
  const octal = [...bytes].map((byte) => byte.toString(8).padStart(3, '0'));
  const each = (form: string, text: string): Form => ({ form, bytes: utf8(text) });
  return [
    // Small bytes written with one digit. Without small bytes the form equals the ordinary C array.
    ...(bytes.some((byte) => byte < 0x10) ? [each('C array of short numbers', [...bytes].map((byte) => `0x${byte.toString(16)}`).join(', '))] : []),
    each('C string', digits.map((two) => `\\x${two}`).join('')),
    each('percent encoding', digits.map((two) => `%${two}`).join('')),
    each('C string in octal', octal.map((three) => `\\${three}`).join('')),
    each('octal dump', octal.join(' ')),
    each('numbers one on a line', bytes.join('\n')),
  ];
}

/** A text whose characters are written in hexadecimal, such as a key file's text among an object's bytes in a journal. */
function lettersInHex(form: string, text: string): Form[] {
  const digits = toHex(utf8(text));
  return [...written(`${form}, its letters in hexadecimal`, digits), ...written(`${form}, its letters in hexadecimal, upper case`, digits.toUpperCase())];
}

function base64Forms(bytes: Uint8Array): Form[] {
  const text = base64(bytes);
  const url = text.replaceAll('+', '-').replaceAll('/', '_');
  return [...written('base64', text), ...written('base64url', url), ...lettersInHex('base64', text), ...lettersInHex('base64url', url)];
}

/** Reversed byte order, which Microsoft's key blobs use for numbers: raw, in hexadecimal and in base64. */
function lastFirst(bytes: Uint8Array): Form[] {
  // A Buffer's slice() shares the memory.
  const turned = Uint8Array.from(bytes).reverse();
  const digits = pieces(turned, piece).flatMap((part) => [{ form: 'raw bytes, the last one first', bytes: part }, { form: 'hexadecimal, the last byte first', bytes: utf8(toHex(part)) }]);
  return [...digits, ...pieces(turned, base64Piece).map((part) => ({ form: 'base64, the last byte first', bytes: utf8(base64(part)) }))];
}

/**
 * Every form of a binary secret of at least 8 bytes: raw and as text, whole or in pieces.
 * @param every distance in bytes between the starts of pieces. With 8, every run of 15 bytes is found; shorter runs and
 * the rarer forms may be missed
 */
export function formsOf(bytes: Uint8Array, every = 1): Form[] {
  if (bytes.length < piece) throw new RangeError('a secret this short is found everywhere');
  const raw = pieces(bytes, piece, every).flatMap((part) => [{ form: 'raw bytes', bytes: part }, ...hexForms(part)]);
  // Lines of PEM end after 48 bytes. At least one line contains the whole piece.
  return [...raw, ...(every === 1 ? [...pieces(bytes, piece).flatMap(programForms), ...lastFirst(bytes)] : []), ...pieces(bytes, base64Piece, every).flatMap(base64Forms)];
}

/** Every form of a text secret: a password, a transport key. */
export function textFormsOf(text: string): Form[] {
  const bytes = utf8(text);
  const parts = pieces(bytes, textPiece).map((part) => new TextDecoder().decode(part));
  // The base64 for each of the three alignments in a longer text, without the characters that share bits with
  // neighbours.
  const encoded = [0, 1, 2].map((skip) => base64(bytes.subarray(skip, bytes.length - ((bytes.length - skip) % 3))));
  return [...parts.flatMap((part) => written('text', part)), ...encoded.flatMap((letters) => written('base64', letters)), ...hexForms(bytes)];
}
