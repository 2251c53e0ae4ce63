import { concat, utf8 } from '../../bytes/bytes.ts';
import { toHex } from '../../bytes/hex.ts';
import { toBase64 } from '../../keys/base64.ts';
import { encodePem } from '../../keys/pem.ts';

const wide = (text: string, bigEndian: boolean): Uint8Array =>
  Uint8Array.from([...text].flatMap((sign) => (bigEndian ? [sign.charCodeAt(0) >> 8, sign.charCodeAt(0) & 0xff] : [sign.charCodeAt(0) & 0xff, sign.charCodeAt(0) >> 8])));
const pem = (der: Uint8Array): string => encodePem('PRIVATE KEY', der);
const words = (der: Uint8Array): string[] => toHex(der).match(/../g) ?? [];

/** The forms in which people have a private key, made of its DER: every entry must refuse all of them. */
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
  base64: (der) => utf8(toBase64(der)),
  'base64 in lines': (der) => utf8(toBase64(der).replace(/.{64}/g, '$&\n')),
  base64url: (der) => utf8(toBase64(der).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')),
};
