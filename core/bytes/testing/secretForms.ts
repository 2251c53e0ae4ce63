import { utf8 } from '../bytes.ts';
import { toHex } from '../hex.ts';

/** One way in which a secret may lie somewhere: whole, or a piece of it that nothing else can be by chance. */
export interface Form {
  readonly form: string;
  /** At least 8 bytes. */
  readonly bytes: Uint8Array;
}

/** A piece of this many bytes betrays a secret: chance makes it once in 2^64. */
const piece = 8;
/** Base64 keeps three bytes together: nine of them are twelve letters, wherever in a longer text they stand. */
const base64Piece = 9;
/** Letters of a password or key that stand together. */
const textPiece = 12;

const pieces = (bytes: Uint8Array, length: number, every = 1): Uint8Array[] =>
  bytes.length <= length ? [bytes] : Array.from({ length: Math.floor((bytes.length - length) / every) + 1 }, (_, i) => bytes.subarray(i * every, i * every + length));

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

/** Text as files and strings hold it, and as Windows and Chromium's stores hold it. */
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
    // Groups of a dump begin at an even byte; the other pieces are found by the piece beside them.
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
    // With one digit for small bytes; of others it is a C array like any.
    ...(bytes.some((byte) => byte < 0x10) ? [each('C array of short numbers', [...bytes].map((byte) => `0x${byte.toString(16)}`).join(', '))] : []),
    each('C string', digits.map((two) => `\\x${two}`).join('')),
    each('percent encoding', digits.map((two) => `%${two}`).join('')),
    each('C string in octal', octal.map((three) => `\\${three}`).join('')),
    each('octal dump', octal.join(' ')),
    each('numbers one on a line', bytes.join('\n')),
  ];
}

/** A text whose letters lie somewhere in hexadecimal: a key file's text among the bytes of an object, in a journal. */
function lettersInHex(form: string, text: string): Form[] {
  const digits = toHex(utf8(text));
  return [...written(`${form}, its letters in hexadecimal`, digits), ...written(`${form}, its letters in hexadecimal, upper case`, digits.toUpperCase())];
}

function base64Forms(bytes: Uint8Array): Form[] {
  const text = base64(bytes);
  const url = text.replaceAll('+', '-').replaceAll('/', '_');
  return [...written('base64', text), ...written('base64url', url), ...lettersInHex('base64', text), ...lettersInHex('base64url', url)];
}

/** The last byte first, as Microsoft's key blobs have numbers: raw, in hexadecimal and in base64. */
function lastFirst(bytes: Uint8Array): Form[] {
  // Of a Buffer, slice() is the same memory.
  const turned = Uint8Array.from(bytes).reverse();
  const digits = pieces(turned, piece).flatMap((part) => [{ form: 'raw bytes, the last one first', bytes: part }, { form: 'hexadecimal, the last byte first', bytes: utf8(toHex(part)) }]);
  return [...digits, ...pieces(turned, base64Piece).map((part) => ({ form: 'base64, the last byte first', bytes: utf8(base64(part)) }))];
}

/**
 * Every form of a secret of bytes: raw, and as text, whole or in pieces. At least 8 bytes.
 * @param every a piece begins at each so many bytes: with 8 a run of 15 is found, a shorter one perhaps not, and the rarer forms are left out
 */
export function formsOf(bytes: Uint8Array, every = 1): Form[] {
  if (bytes.length < piece) throw new RangeError('a secret this short is found everywhere');
  const raw = pieces(bytes, piece, every).flatMap((part) => [{ form: 'raw bytes', bytes: part }, ...hexForms(part)]);
  // Lines of PEM break after 48 bytes: a piece is whole in one of them.
  return [...raw, ...(every === 1 ? [...pieces(bytes, piece).flatMap(programForms), ...lastFirst(bytes)] : []), ...pieces(bytes, base64Piece, every).flatMap(base64Forms)];
}

/** Every form of a secret of letters: a password, a transport key. */
export function textFormsOf(text: string): Form[] {
  const bytes = utf8(text);
  const parts = pieces(bytes, textPiece).map((part) => new TextDecoder().decode(part));
  // All three places that it may have in a longer base64 text, without the letters that share bits with others.
  const encoded = [0, 1, 2].map((skip) => base64(bytes.subarray(skip, bytes.length - ((bytes.length - skip) % 3))));
  return [...parts.flatMap((part) => written('text', part)), ...encoded.flatMap((letters) => written('base64', letters)), ...hexForms(bytes)];
}
