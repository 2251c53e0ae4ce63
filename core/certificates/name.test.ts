import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../bytes/bytes.ts';
import { hex } from '../bytes/hex.ts';
import { derTags, encodeDer, objectIdentifier, parseDer, sequence } from '../keys/der.ts';
import { must } from '../result/result.ts';
import { sayName } from './name.ts';

const [bmp, teletex] = [0x1e, 0x14];
const attribute = (type: string, tag: number, bytes: Uint8Array): Uint8Array => sequence(objectIdentifier(type), encodeDer(tag, bytes));
const cn = (bytes: Uint8Array, tag: number = derTags.utf8String): Uint8Array => attribute('2.5.4.3', tag, bytes);
const set = (...attributes: Uint8Array[]): Uint8Array => encodeDer(derTags.set, concat(...attributes));
const said = (...sets: Uint8Array[]): string => sayName(must(parseDer(sequence(...sets), 'name')));

describe('a name from a certificate (RFC 4514)', () => {
  it.each([
    ['another attribute in a value', utf8('good, CN=evil'), 'CN=good\\, CN=evil'],
    ['another part of the same attribute', utf8('good+O=evil'), 'CN=good\\+O=evil'],
    ['quotes, angles, semicolon, backslash', utf8('a"b<c>d;e\\f'), 'CN=a\\"b\\<c\\>d\\;e\\\\f'],
    ['a blank at both ends', utf8(' a '), 'CN=\\ a\\ '],
    ['one blank', utf8(' '), 'CN=\\ '],
    ['# at its start', utf8('#0401'), 'CN=\\#0401'],
    ['NUL', utf8('good\0.example'), 'CN=good\\00.example'],
    ['line ends and an escape sequence', utf8('a\r\nb\u001b[31m'), 'CN=a\\0D\\0Ab\\1B[31m'],
    ['DEL and C1', utf8('\u007f\u009b'), 'CN=\\7F\\C2\\9B'],
    ['direction marks', utf8('Device\u202e1\u2066\u200f'), 'CN=Device\\E2\\80\\AE1\\E2\\81\\A6\\E2\\80\\8F'],
    ['a line separator and a byte order mark', utf8('\ufeffa\u2028'), 'CN=\\EF\\BB\\BFa\\E2\\80\\A8'],
    ['letters of other scripts', utf8('Gerät 設備'), 'CN=Gerät 設備'],
    ['bytes that are not UTF-8', hex('61ff'), 'CN=#0c0261ff'],
  ])('%s', (_, bytes, shown) => {
    expect(said(set(cn(bytes)))).toBe(shown);
  });

  it('in every type of text', () => {
    expect(said(set(cn(hex('0061001b202e'), bmp)))).toBe('CN=a\\1B\\E2\\80\\AE');
    expect(said(set(cn(hex('61d83d'), bmp)))).toBe('CN=#1e0361d83d');
    expect(said(set(cn(hex('611b07'), teletex)))).toBe('CN=a\\1B\\07');
    expect(said(set(cn(hex('0102'), derTags.octetString)))).toBe('CN=#04020102');
  });

  it('attributes of one part are joined by +, and an unknown type is its number', () => {
    expect(said(set(cn(utf8('a')), attribute('2.5.4.10', derTags.utf8String, utf8('b, c'))), set(attribute('1.2.3', derTags.utf8String, utf8('x+y'))))).toBe('CN=a+O=b\\, c, 1.2.3=x\\+y');
  });

  it('openssl writes the values in the same way', () => {
    for (const value of ['good, CN=evil', 'a+b"<>;\\', ' a ', '#a', 'a\r\n\u001b[31m', 'DEL \u007f']) {
      const name = sequence(set(cn(utf8(value))));
      const key = hex('3019301306072a8648ce3d020106082a8648ce3d03010703020004');
      const info = sequence(hex('020100'), name, key, hex('a000'));
      const csr = sequence(info, hex('300a06082a8648ce3d040302'), hex('03020000'));
      const shown = execFileSync('openssl', ['req', '-inform', 'DER', '-noout', '-subject', '-nameopt', 'RFC2253,utf8,-esc_msb'], { input: csr }).toString().replace(/\n$/, '');
      expect(`subject=${said(set(cn(utf8(value))))}`).toBe(shown);
    }
  });
});
