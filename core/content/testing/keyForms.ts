import { concat, utf8 } from '../../bytes/bytes.ts';
import { toHex } from '../../bytes/hex.ts';
import { toBase64 } from '../../keys/base64.ts';
import { encodePem } from '../../keys/pem.ts';

const wide = (text: string, bigEndian: boolean): Uint8Array =>
  Uint8Array.from([...text].flatMap((sign) => (bigEndian ? [sign.charCodeAt(0) >> 8, sign.charCodeAt(0) & 0xff] : [sign.charCodeAt(0) & 0xff, sign.charCodeAt(0) >> 8])));
const pem = (der: Uint8Array): string => encodePem('PRIVATE KEY', der);
const words = (der: Uint8Array): string[] => toHex(der).match(/../g) ?? [];
/** Little-endian words of two bytes. An odd last byte gets a zero. */
const pairs = (der: Uint8Array): Uint16Array => Uint16Array.from({ length: Math.ceil(der.length / 2) }, (_, at) => (der[2 * at] ?? 0) + 256 * (der[2 * at + 1] ?? 0));
/** Sixteen bytes a line after their octal offset, as od prints them. */
const dump = (parts: readonly string[], each: number): string =>
  Array.from({ length: Math.ceil(parts.length / each) }, (_, line) => `${(line * 16).toString(8).padStart(7, '0')} ${parts.slice(line * each, line * each + each).join(' ')}\n`).join('');

/** The forms in which people store a private key, made from its DER. Every input must refuse all of them. */
export const keyForms: Readonly<Record<string, (der: Uint8Array) => Uint8Array>> = {
  DER: (der) => der,
  'DER with bytes behind it': (der) => concat(der, utf8('behind')),
  PEM: (der) => utf8(pem(der)),
  'PEM in UTF-16': (der) => wide(`\ufeff${pem(der)}`, false),
  'PEM in UTF-16, big endian, without its mark': (der) => wide(pem(der), true),
  'PEM with Latin-1 text before it': (der) => concat(Uint8Array.of(0x53, 0x63, 0x68, 0x6c, 0xfc, 0x73, 0x73, 0x65, 0x6c, 0x0a), utf8(pem(der))),
  'PEM with \\n for line ends': (der) => utf8(pem(der).replaceAll('\n', '\\n')),
  'PEM as a C string': (der) => utf8(pem(der).trim().split('\n').map((line) => `"${line}\\n"`).join('\n')),
  'PEM called a certificate': (der) => utf8(encodePem('CERTIFICATE', der)),
  hexadecimal: (der) => utf8(toHex(der)),
  'hexadecimal, upper case, with colons': (der) => utf8(words(der).join(':').toUpperCase()),
  'C array': (der) => utf8(`const uint8_t key[] = { ${words(der).map((two) => `0x${two}`).join(', ')} };`),
  'C array of which small bytes have one digit': (der) => utf8(`{${[...der].map((byte) => `0x${byte.toString(16)}`).join(', ')}}`),
  'C array of Java': (der) => utf8(`{${words(der).map((two) => `${two < '80' ? '' : '(byte) '}0x${two}`).join(', ')}}`),
  'C string in octal': (der) => utf8(`"${[...der].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}"`),
  'C string with letters as they are': (der) => utf8(`"${[...der].map((byte) => (byte > 0x22 && byte < 0x7f && byte !== 0x5c ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`)).join('')}"`),
  'bytes of Python': (der) => utf8(`b'${[...der].map((byte) => (byte > 0x22 && byte < 0x7f && byte !== 0x5c ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`)).join('')}'`),
  'octal dump of bytes': (der) => utf8(dump([...der].map((byte) => byte.toString(8).padStart(3, '0')), 16)),
  'hexadecimal dump of words, least byte first': (der) => utf8(dump([...pairs(der)].map((word) => word.toString(16).padStart(4, '0')), 8)),
  'octal dump of words, least byte first': (der) => utf8(dump([...pairs(der)].map((word) => word.toString(8).padStart(6, '0')), 8)),
  'numbers one on a line': (der) => utf8([...der].join('\r\n')),
  'numbers in hexadecimal with the letter h': (der) => utf8(words(der).map((two) => `0${two}h`).join(',')),
  'percent encoding': (der) => utf8(words(der).map((two) => `%${two}`).join('')),
  base64: (der) => utf8(toBase64(der)),
  'base64 in lines': (der) => utf8(toBase64(der).replace(/.{64}/g, '$&\n')),
  base64url: (der) => utf8(toBase64(der).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')),
};
