import { fromHex } from '../bytes/hex.ts';
import { fromBase64, toBase64 } from '../keys/base64.ts';
import { fault, type Fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { readCArray } from './cArray.ts';
import { withoutComments } from './comments.ts';
import { readDump } from './dump.ts';
import { sayBytes } from '../result/format.ts';

/** How bytes were written as text. */
export type TextForm = 'hexadecimal' | 'c-array' | 'hex-dump' | 'base64' | 'vendor-output';

export interface TextBytes {
  readonly bytes: Uint8Array;
  readonly form: TextForm;
}

type Read = Result<TextBytes, 'content/unclear'>;
const unclear = (file: string, why: string): Read => err(fault('content/unclear', { file, why }));

function as(form: TextForm, read: Result<Uint8Array, 'content/unclear'>): Read {
  return read.ok ? ok({ bytes: read.value, form }) : read;
}

/** Intel HEX and Motorola S-records: their digits are records with addresses and checksums, not only data. */
function isRecords(text: string): boolean {
  const rows = text.trim().split(/[\r\n]+/).map((row) => row.trim());
  return rows.every((row) => /^:[0-9A-Fa-f]{10,522}$/.test(row)) || rows.every((row) => /^S[0-9][0-9A-Fa-f]{6,514}$/.test(row));
}

const heading = /\[Size (\d{1,5})\][ \t]*:[ \t]*(?:\r?\n|$)/g;
const digitRow = /^[ \t]*(?:[0-9a-fA-F]{2}[ \t]+)*[0-9a-fA-F]{2}[ \t]*$/;

/** The output of the vendor's command line for one object: `[Size 0005] :`, then rows of bytes. */
function readVendorOutput(text: string, file: string): Read | undefined {
  const headings = [...text.matchAll(heading)];
  const [only] = headings;
  if (only === undefined) return undefined;
  if (headings.length > 1) return unclear(file, `It shows ${headings.length} objects, and which one is meant is not clear.`);
  const rows = text.slice(only.index + only[0].length).split(/\r?\n/);
  const end = rows.findIndex((row) => !digitRow.test(row));
  const behind = end < 0 ? [] : rows.slice(end);
  if (behind.some((row) => /^\s*(?:LcsO:|C:|R:|E:)/.test(row))) return unclear(file, 'It shows the metadata of an object, not its content.');
  const bytes = fromHex(rows.slice(0, rows.length - behind.length).join(' '));
  const declared = Number(only[1]);
  if (bytes.ok && bytes.value.length === declared) return ok({ bytes: bytes.value, form: 'vendor-output' });
  return unclear(file, `Its heading says ${sayBytes(declared)}, and ${bytes.ok ? bytes.value.length : 'another number'} are there.`);
}

/**
 * Shortest text without an end sign that may be base64. A shorter one may be a word, so it must also mix several
 * kinds of characters.
 */
const longText = 64;

/** Text that can only be base64: it has an end sign, or is long and mixed; undefined for other text. */
function readBase64(text: string): Uint8Array | undefined {
  const rows = text.trim().split(/\r?\n/).map((row) => row.trim());
  const [first = ''] = rows;
  if (rows.slice(0, -1).some((row) => row.length !== first.length)) return undefined;
  const letters = rows.join('').replaceAll('-', '+').replaceAll('_', '/');
  if (letters.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(letters)) return undefined;
  const mixed = /[A-Z]/.test(letters) && /[a-z]/.test(letters) && /\d/.test(letters);
  if (letters.endsWith('=') ? letters.length < 12 : letters.length < longText || !mixed) return undefined;
  const bytes = fromBase64(letters);
  return bytes !== undefined && toBase64(bytes) === letters ? bytes : undefined;
}

const shown = (sign: string): string => (/[!-~]/.test(sign) ? `"${sign}"` : `the character U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);

/** Describes the place where it stops being hexadecimal. */
function whyNotHex(text: string, { code, data }: Fault<'bytes/not-hex' | 'bytes/odd-hex'>): string {
  if (code === 'bytes/odd-hex') return `It has ${data.digits} hexadecimal digits: one is missing, or one too many.`;
  const before = text.slice(0, data.at).split(/\r\n|\r|\n/);
  const pem = /-----BEGIN ([A-Z0-9 ]{1,60})-----/.exec(text)?.[1];
  if (pem !== undefined) return `It is PEM text ("${pem}") that holds no certificate.`;
  return `It is text, and not hexadecimal: line ${before.length}, character ${(before.at(-1) ?? '').length + 1} is ${shown(String.fromCodePoint(text.codePointAt(data.at) ?? 0))}.`;
}

/** `"\x00\x01"`, or hexadecimal between quotes. */
const unquoted = (text: string): string => text.trim().replace(/^b?(["'])([^"']*)\1;?$/, '$2').replaceAll('\\x', ' ');

/**
 * The bytes that a text clearly describes: hexadecimal in any common form (with comments), one C array with its
 * declaration, a hex dump, base64, or the vendor tool's output for one object. Any other text is refused, with the
 * place where it stops being hexadecimal.
 * @param file the user's name for the text
 */
export function bytesOfText(text: string, file: string): Read {
  if (isRecords(text)) return unclear(file, 'It is a file of records (Intel HEX or Motorola S-records), which have addresses and checksums between the bytes.');
  const special = readVendorOutput(text, file);
  if (special !== undefined) return special;
  const dump = readDump(text, file);
  if (dump !== undefined) return as('hex-dump', dump);
  const array = readCArray(text, file);
  if (array !== undefined) return as('c-array', array);
  const plain = fromHex(unquoted(text));
  if (plain.ok && plain.value.length > 0) return ok({ bytes: plain.value, form: 'hexadecimal' });
  const base64 = readBase64(text);
  if (base64 !== undefined) return ok({ bytes: base64, form: 'base64' });
  const commentless = withoutComments(text);
  const hex = fromHex(unquoted(commentless));
  if (hex.ok && hex.value.length > 0) return ok({ bytes: hex.value, form: 'hexadecimal' });
  const where = fromHex(commentless);
  return unclear(file, where.ok ? 'It has no bytes in it.' : whyNotHex(commentless, where.fault));
}
