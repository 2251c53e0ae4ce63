import { concat, utf8 } from '../../../core/bytes/bytes.ts';
import { hex } from '../../../core/bytes/hex.ts';
import { errorFrame, startSequence } from '../../../core/bridge/frame.ts';

export const megabyte = 1_000_000;

const chipId = '0102030405060708090a';

function repeated(part: Uint8Array, before: Uint8Array = new Uint8Array(), after: Uint8Array = new Uint8Array()): Uint8Array {
  const whole = new Uint8Array(megabyte);
  whole.set(before);
  whole.set(part, before.length);
  // The copied part is doubled each time, because building the megabyte part by part takes longer than most parsers.
  for (let done = part.length; before.length + done < megabyte; done *= 2) whole.copyWithin(before.length + done, before.length, before.length + done);
  whole.set(after, megabyte - after.length);
  return whole;
}

const texts = (part: string, before = '', after = ''): Uint8Array => repeated(utf8(part), utf8(before), utf8(after));
const bytes = (part: string, before = '', after = ''): Uint8Array => repeated(hex(part), hex(before), hex(after));
/** A sequence of 999 995 bytes. */
const derHead = '30830f423b';
/** `inner` in `depth` nested sequences, with lengths of full width. */
const nested = (depth: number): Uint8Array => concat(...Array.from({ length: depth }, (_, at) => Uint8Array.of(0x30, 0x83, ...[16, 8, 0].map((shift) => ((megabyte - 5 * (at + 1)) >> shift) & 0xff))), new Uint8Array(megabyte - 5 * depth));

/** Megabytes that are difficult for a parser: many small items, deep nesting, long lines, endless headers. */
export const megabytes: Readonly<Record<string, () => Uint8Array>> = {
  ...Object.fromEntries([0x00, 0x0a, 0x20, 0x22, 0x23, 0x2c, 0x2d, 0x30, 0x41, 0x5b, 0x5c, 0x80, 0x9f, 0xff].map((fill) => [`all ${fill.toString(16).padStart(2, '0')}`, () => new Uint8Array(megabyte).fill(fill)])),
  'DER, empty sequences': () => bytes('3000', derHead),
  'DER, NULLs': () => bytes('0500', derHead),
  'DER, nested deep': () => nested(33),
  'DER, nested and many': () => concat(nested(30).subarray(0, 150), bytes('3000').subarray(150)),
  'DER, a huge RSA key': () => bytes('ff', '30830f423b300d06092a864886f70d01010105000382'),
  'CBOR, an array of numbers': () => bytes('00', '9a000f423b'),
  'CBOR, a map of numbers': () => bytes('00', 'ba0007a11d', '00'),
  'CBOR, empty arrays': () => bytes('80', '9a000f423b'),
  'identity of sequences': () => bytes('303e', 'c2ffff').subarray(0, 0xffff + 3),
  'frames of errors': () => repeated(errorFrame),
  'frames that never end': () => repeated(startSequence),
  'frames of 1990': () => bytes('beefdead07c6'),
  'frames without content': () => bytes('beefdead0000'),
  'PEM, begins': () => texts('-----BEGIN CERTIFICATE-----\n'),
  'PEM, empty parts': () => texts('-----BEGIN A-----\n-----END A-----\n'),
  'PEM, parts': () => texts('-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n'),
  'PEM, one long line': () => texts('MAAw', '-----BEGIN CERTIFICATE-----\n', '\n-----END CERTIFICATE-----\n'),
  'PEM, headers': () => texts('a: b\n', '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n', '\n-----END RSA PRIVATE KEY-----\n'),
  'JSON, nested lists': () => texts('['),
  'JSON, nested objects': () => texts('{"a":'),
  'JSON, closed lists': () => concat(utf8('['.repeat(megabyte / 2)), utf8(']'.repeat(megabyte / 2))),
  'JSON, many numbers': () => texts('0,', '[', '0]'),
  'JSON, many objects': () => texts('{},', '[', '{}]'),
  'JSON, many names': () => utf8(`{${Array.from({ length: 90_000 }, (_, at) => `"${at.toString(36)}":0`).join(',')}}`),
  'JSON, plan of many steps': () => texts('0,', '{"format":"trust-bench-plan","version":1,"title":"","steps":[', '0]}'),
  'JSON, plan of empty steps': () => texts('{"kind":"erase"},', '{"format":"trust-bench-plan","version":1,"title":"","steps":[', '0]}       '),
  'JSON, plan with a long text': () => texts('00', '{"format":"trust-bench-plan","version":1,"title":"","steps":[{"id":"a","kind":"send-data-set","target":"0xE0F1","manifest":"', '"}]}'),
  'JSON, objects of a chip': () => utf8(`{"objects":{${Array.from({ length: 60_000 }, (_, at) => `"${at.toString(16).padStart(4, '0')}":{}`).join(',')}}}`),
  'JSON, a long content': () => texts('00', '{"e0e3":{"metadata":"2003c00101","data":"', '"}}'),
  'JSON, many keys': () => texts('{"kty":"EC"},', '{"keys":[', '{}]}         '),
  'JSON, many fragments': () => texts('"00",', '{"manifest":"00","fragments":[', '"00"]}   '),
  'JSON, strange keys of a worker': () => texts('0,', '{"kind":"keys","keys":[', '0]}'),
  'hexadecimal, words': () => texts('a '),
  'hexadecimal, C array': () => texts('0x00, ', 'uint8_t manifest_data[] = {', '};'),
  'C, many arrays': () => texts('a[]=0x00;'),
  'C, open brackets': () => texts('a['),
  'C, comments': () => texts('/*'),
  'C, slashes': () => texts('//\r'),
  'a comment that ends strangely': () => texts('#', '', '\rx'),
  'blanks before the end': () => texts(' ', 'CN=a', 'x'),
  'names': () => texts('CN=a,'),
  'escapes': () => texts('\\"', 'CN='),
  'words': () => texts(' and '),
  'options': () => texts('label=a '),
  'rules': () => texts('error@1,'),
  'key lines': () => texts(`${chipId},${'ab'.repeat(64)}\n`),
  'key lines, damaged': () => texts('x\n'),
  'chip ids': () => texts(`${'01'.repeat(25)}\n`),
  'listing, paths': () => texts('Path = a\n\n'),
  'listing, fields': () => utf8(Array.from({ length: 90_000 }, (_, at) => `A${at.toString(36).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')} = a`).join('\n')),
  'archive names': () => texts('_a_E0E0_Certs.7z', 'a'),
  'journal, no lines': () => texts('{}\n'),
};
