import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SecretScan } from './secretScan.ts';

const secret = new Uint8Array(randomBytes(32));
const scan = new SecretScan().add('key', secret).addText('password', 'correct horse 7');
const hex = Buffer.from(secret).toString('hex');
const twos = hex.match(/../g) ?? [];
const pem = Buffer.concat([Buffer.alloc(37, 1), secret]).toString('base64').match(/.{1,64}/g)?.join('\n') ?? '';

const texts: readonly (readonly [string, string])[] = [
  ['hexadecimal', hex],
  ['upper case', hex.toUpperCase()],
  ['blanks', twos.join(' ')],
  ['upper case with blanks', twos.join(' ').toUpperCase()],
  ['colons', twos.join(':')],
  ['rows with an offset beside', `0000  ${twos.slice(0, 16).join(' ')}\n0010  ${twos.slice(16).join(' ')}`],
  ['C array', twos.map((two) => `0x${two}`).join(', ')],
  ['C array, upper case', twos.map((two) => `0x${two.toUpperCase()}`).join(', ')],
  ['numbers', JSON.stringify([...secret])],
  ['base64', Buffer.from(secret).toString('base64')],
  ['base64url', Buffer.from(secret).toString('base64url')],
  ['lines of a PEM', pem],
  ['JWK', JSON.stringify({ d: Buffer.concat([Buffer.of(9), secret]).toString('base64url') })],
  ['rows of xxd', `00000000: ${(hex.slice(0, 32).match(/.{4}/g) ?? []).join(' ')}  ................`],
  ['PEM, its letters in hexadecimal', Buffer.from(pem).toString('hex')],
  ['JWK, its letters in hexadecimal, upper case', Buffer.from(Buffer.from(secret).toString('base64url')).toString('hex').toUpperCase()],
  ['a piece', `…${hex.slice(11, 30)}…`],
];

describe('a secret of bytes is found', () => {
  it.each(texts)('as text: %s', (_, text) => {
    for (const encoding of ['utf8', 'utf16le'] as const) expect(scan.find(Buffer.from(`before ${text} after`, encoding))).toMatchObject([{ secret: 'key' }]);
    expect(scan.find(Buffer.from(`before ${text} after`, 'utf16le').swap16())).toMatchObject([{ secret: 'key' }]);
  });

  it('raw, and where it stands', () => {
    // This byte differs from the secret's own byte at that place: otherwise the match would begin one byte earlier.
    const other = (secret[4] ?? 0) ^ 0xff;
    expect(scan.find(Buffer.concat([Buffer.alloc(1001, other), secret.subarray(5), Buffer.alloc(9)]))).toEqual([{ secret: 'key', form: 'raw bytes', at: 1001 }]);
  });
});

describe('a secret of bytes is found as programs print it', () => {
  const small = Uint8Array.from({ length: 32 }, (_, at) => (at * 7) % 16 || 200 + at);
  const turned = Buffer.from(small).reverse();
  it.each([
    ['a C array of which small bytes have one digit', [...small].map((byte) => `0x${byte.toString(16)}`).join(', ')],
    ['a C string', [...small].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')],
    ['a C string in octal', [...small].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')],
    ['an octal dump', [...small].map((byte) => byte.toString(8).padStart(3, '0')).join(' ')],
    ['percent encoding', [...small].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')],
    ['numbers one on a line', small.join('\n')],
    ['hexadecimal, the last byte first, as Microsoft has numbers', turned.toString('hex')],
    ['base64, the last byte first', turned.toString('base64')],
  ])('%s', (_, text) => expect(new SecretScan().add('key', small).findInText(`before ${text} after`)).toMatchObject([{ secret: 'key' }]));
  it('in a Buffer, which stays as it is', () => {
    const secret = Buffer.from(small);
    const scanned = new SecretScan().add('key', secret);
    expect(secret.equals(small)).toBe(true);
    expect(scanned.findInText(secret.toString('hex').replaceAll(/../g, '$& '))).toMatchObject([{ secret: 'key' }]);
  });
  it('raw, the last byte first', () => expect(new SecretScan().add('key', small).find(turned)).toMatchObject([{ form: 'raw bytes, the last one first' }]));
});

describe('a secret of letters is found', () => {
  it.each(['correct horse 7', 'correct hors', Buffer.from('Xcorrect horse 7').toString('base64'), Buffer.from('correct horse 7').toString('hex')])('%s', (text) => {
    expect(scan.findInText(`{"a":"${text}"}`)).toMatchObject([{ secret: 'password' }]);
  });
});

it('of many secrets every one is found, in every form, by fewer pieces', () => {
  const many = Array.from({ length: 600 }, () => new Uint8Array(randomBytes(64)));
  const wide = new SecretScan();
  const started = process.cpuUsage();
  for (const [i, one] of many.entries()) wide.add(`secret ${i}`, one, 8);
  for (const i of [0, 299, 599]) {
    const one = Buffer.from(many[i] as Uint8Array);
    const twos = one.toString('hex').match(/../g) ?? [];
    for (const text of [one.toString('hex'), one.toString('hex').toUpperCase(), twos.map((two) => `0x${two}`).join(', '), twos.slice(0, 15).join(' '), ...['', 'a', 'ab'].map((before) => Buffer.concat([Buffer.from(before), one]).toString('base64'))]) {
      expect(wide.findInText(`<${text}>`)).toMatchObject([{ secret: `secret ${i}` }]);
    }
    expect(wide.find(Buffer.concat([Buffer.alloc(7, 1), one.subarray(20, 35)]))).toMatchObject([{ secret: `secret ${i}`, form: 'raw bytes' }]);
  }
  expect(wide.find(new Uint8Array(randomBytes(4 * 1024 * 1024)))).toEqual([]);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(20_000);
});

it('finds nothing where nothing is, and is quick', () => {
  const started = process.cpuUsage();
  expect(scan.find(new Uint8Array(randomBytes(16 * 1024 * 1024)))).toEqual([]);
  expect(scan.findInText('correct hose 7 '.repeat(1000))).toEqual([]);
  expect(scan.find(new Uint8Array(7))).toEqual([]);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(10_000);
});

it('says which secret it was, and never the secret', () => {
  expect(JSON.stringify(scan.findInText(hex))).not.toContain(hex.slice(0, 8));
});

it('refuses what is found everywhere', () => expect(() => new SecretScan().add('short', new Uint8Array(4))).toThrow('found everywhere'));
