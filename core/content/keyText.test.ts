import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findKey } from './keyText.ts';
import { keyForms } from './testing/keyForms.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-content-'));
afterAll(() => rmSync(folder, { recursive: true }));
const openssl = (...words: string[]): Buffer => execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'ignore'] });

const ec = (namedCurve: string): KeyObject => generateKeyPairSync('ec', { namedCurve }).privateKey;
const keys: Readonly<Record<string, KeyObject>> = {
  'P-256': ec('P-256'),
  'P-521': ec('P-521'),
  brainpoolP512r1: ec('brainpoolP512r1'),
  'RSA-1024': generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
  'RSA-2048': generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  Ed25519: generateKeyPairSync('ed25519').privateKey,
  X448: generateKeyPairSync('x448').privateKey,
};

/** DER of every kind of key that Node's OpenSSL can write. */
function ders(key: KeyObject): Readonly<Record<string, Buffer>> {
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  const encrypted = key.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'x' });
  const own: Record<string, Buffer> = key.asymmetricKeyType === 'ec' ? { SEC1: key.export({ type: 'sec1', format: 'der' }) } : key.asymmetricKeyType === 'rsa' ? { 'PKCS#1': key.export({ type: 'pkcs1', format: 'der' }) } : {};
  return { 'PKCS#8': pkcs8, 'encrypted PKCS#8': encrypted, ...own };
}

const utf16 = (text: string, bigEndian: boolean): Buffer => (bigEndian ? Buffer.from(text, 'utf16le').swap16() : Buffer.from(text, 'utf16le'));
const pem = (der: Buffer, label = 'PRIVATE KEY', width = 64): string => [`-----BEGIN ${label}-----`, ...(der.toString('base64').match(new RegExp(`.{1,${width}}`, 'g')) ?? []), `-----END ${label}-----`, ''].join('\n');
const xxd = (der: Buffer): string => Array.from({ length: Math.ceil(der.length / 16) }, (_, row) => `${(row * 16).toString(16).padStart(8, '0')}: ${(der.subarray(row * 16, row * 16 + 16).toString('hex').match(/.{1,4}/g) ?? []).join(' ')}  ................`).join('\n');

/** The forms in which people store a key. */
const forms: Readonly<Record<string, (der: Buffer) => Buffer | string>> = {
  DER: (der) => der,
  'DER with bytes behind it': (der) => Buffer.concat([der, randomBytes(20)]),
  'DER with bytes before it': (der) => Buffer.concat([Buffer.from('A key: '), der]),
  PEM: (der) => pem(der),
  'PEM of another label': (der) => pem(der, 'CERTIFICATE'),
  'PEM without its lines': (der) => der.toString('base64').replace(/.{64}/g, '$&\r\n'),
  'PEM in UTF-16': (der) => utf16(pem(der), false),
  'PEM in UTF-16 with its mark': (der) => utf16(`\ufeff${pem(der)}`, false),
  'PEM in UTF-16, big endian': (der) => utf16(pem(der), true),
  'PEM in UTF-16, big endian, with its mark': (der) => utf16(`\ufeff${pem(der)}`, true),
  'PEM with Latin-1 text around': (der) => Buffer.concat([Buffer.from('Schl\xfcssel f\xfcr:\n', 'latin1'), Buffer.from(pem(der, 'X'))]),
  'PEM with \\n for line ends': (der) => JSON.stringify(pem(der, 'X')),
  'PEM as a C string': (der) => pem(der, 'X').trim().split('\n').map((line) => `"${line}\\n"`).join('\n'),
  'PEM quoted in a mail': (der) => pem(der, 'X').replace(/^/gm, '> '),
  hexadecimal: (der) => der.toString('hex'),
  'hexadecimal, upper case': (der) => der.toString('hex').toUpperCase(),
  'hexadecimal with colons': (der) => (der.toString('hex').match(/../g) ?? []).join(':'),
  'hexadecimal behind a word': (der) => `dead: a ${der.toString('hex')}`,
  'C array': (der) => `const uint8_t key[] = { ${[...der].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(', ')} };`,
  'C array with comments': (der) => `{ ${[...der].map((byte, at) => `0x${byte.toString(16)}, // ${at}`).join('\n')} }`.replace(/0x(.),/g, '0x0$1,'),
  'C string of bytes': (der) => `"${[...der].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`,
  'dump of xxd': xxd,
  base64: (der) => der.toString('base64'),
  base64url: (der) => der.toString('base64url'),
  'base64 behind a name': (der) => `key=${der.toString('base64')}`,
  'base64 of PEM': (der) => Buffer.from(pem(der)).toString('base64'),
  'hexadecimal of PEM': (der) => Buffer.from(pem(der)).toString('hex'),
  'JSON of a buffer': (der) => JSON.stringify(Buffer.from(der)),
  'bytes of Java': (der) => `{${[...new Int8Array(der)].join(', ')}}`,
};

/** Node cannot write these as JWK. */
const withoutJwk: readonly string[] = ['brainpoolP512r1'];

describe.each(Object.keys(keys))('a private key, %s', (name) => {
  const key = keys[name] as KeyObject;
  it.each(Object.keys(forms))('as %s', (form) => {
    for (const [kind, der] of Object.entries(ders(key))) {
      const bytes = new Uint8Array(Buffer.from(forms[form]?.(der) ?? ''));
      expect(findKey(bytes), kind).toMatch(kind.startsWith('encrypted') ? /private|encrypted/ : /private/);
    }
  });
  it.each(Object.keys(keyForms))('as %s, as every entry gets it', (form) => {
    for (const [kind, der] of Object.entries(ders(key))) {
      expect(findKey(keyForms[form]?.(new Uint8Array(der)) ?? new Uint8Array()), kind).toMatch(kind.startsWith('encrypted') ? /private|encrypted/ : /private/);
    }
  });
  if (!withoutJwk.includes(name)) it('as JWK, in a set, and with quotes of Python', () => {
    const jwk = key.export({ format: 'jwk' });
    for (const text of [JSON.stringify(jwk), JSON.stringify({ keys: [jwk] }, undefined, 2), JSON.stringify(jwk).replaceAll('"', "'"), JSON.stringify(JSON.stringify(jwk)), JSON.stringify({ key: JSON.stringify({ inner: JSON.stringify(jwk) }) }), Object.entries(jwk).map(([member, value]) => `${member}: ${String(value)}`).join('\n')]) expect(findKey(Buffer.from(text))).toBe('private');
    const { kty, crv, x, y, n, e } = jwk;
    expect(findKey(Buffer.from(JSON.stringify({ kty, crv, x, y, n, e })))).toBeUndefined();
  });
});

describe('containers and other programs\' files', () => {
  const key = join(folder, 'key.pem');
  writeFileSync(key, keys['P-256']?.export({ type: 'pkcs8', format: 'pem' }) ?? '');
  const rsaKey = join(folder, 'rsa.pem');
  writeFileSync(rsaKey, keys['RSA-2048']?.export({ type: 'pkcs8', format: 'pem' }) ?? '');
  const certificate = join(folder, 'certificate.pem');
  openssl('req', '-new', '-x509', '-key', key, '-subj', '/CN=device', '-days', '30', '-out', certificate);
  const pfx = openssl('pkcs12', '-export', '-inkey', key, '-in', certificate, '-passout', 'pass:x');

  it('PKCS#12, also as text and with bytes behind it', () => {
    expect(findKey(pfx)).toBe('pkcs12');
    expect(findKey(Buffer.concat([pfx, Buffer.alloc(8)]))).toBe('pkcs12');
    expect(findKey(Buffer.from(pfx.toString('base64')))).toBe('pkcs12');
    expect(findKey(Buffer.from(pfx.toString('hex')))).toBe('pkcs12');
  });
  it('PKCS#12 with lengths of no definite end', () => {
    expect(findKey(Buffer.from('30800201033080' + '06092a864886f70d010701' + 'a080', 'hex'))).toBe('pkcs12');
  });
  it('old encrypted PEM, and what openssl prints of a key', () => {
    expect(findKey(openssl('ec', '-in', key, '-aes128', '-passout', 'pass:x'))).toBe('encrypted');
    expect(findKey(openssl('pkey', '-in', key, '-text', '-noout'))).toBe('private');
  });
  it('Microsoft\'s blobs: CryptoAPI, .pvk, CNG, each raw and as text', () => {
    const rsa = Buffer.from('07020000 00a40000 52534132 00080000 01000100'.replaceAll(' ', ''), 'hex');
    const blobs = [
      Buffer.concat([rsa, randomBytes(1160)]),
      openssl('rsa', '-in', rsaKey, '-outform', 'MSBLOB'),
      openssl('rsa', '-in', rsaKey, '-outform', 'PVK', '-pvk-none'),
      Buffer.concat([Buffer.from('1ef1b5b000000000 02000000 01000000 10000000 94040000'.replaceAll(' ', ''), 'hex'), randomBytes(1188)]),
      Buffer.concat([Buffer.from('ECS2'), Buffer.of(32, 0, 0, 0), randomBytes(96)]),
      Buffer.concat([Buffer.from('ECK6'), Buffer.of(66, 0, 0, 0), randomBytes(198)]),
      Buffer.concat([Buffer.from('RSA2'), Buffer.from('00080000 03000000 00010000 80000000 80000000'.replaceAll(' ', ''), 'hex'), randomBytes(600)]),
    ];
    for (const blob of blobs) {
      for (const [form, made] of Object.entries(keyForms)) expect([form, findKey(made(new Uint8Array(blob)))]).toEqual([form, 'private']);
    }
    for (const open of ['06020000 00a40000 52534131 00080000', '45435331 20000000']) expect(findKey(Buffer.concat([Buffer.from(open.replaceAll(' ', ''), 'hex'), randomBytes(64)]))).toBeUndefined();
  });
  it('OpenSSH\'s own form in hexadecimal, with and without its frame of text', () => {
    const body = Buffer.concat([Buffer.from('openssh-key-v1\0'), randomBytes(150)]);
    for (const text of [body.toString('hex'), Buffer.from(pem(body, 'OPENSSH PRIVATE KEY', 70)).toString('hex'), Buffer.from(body.toString('base64')).toString('hex'), `0x${(body.toString('hex').match(/../g) ?? []).join(', 0x')}`]) expect(findKey(Buffer.from(text)), text).toBe('ssh');
  });
  it('OpenSSH and PuTTY', () => {
    const body = Buffer.concat([Buffer.from('openssh-key-v1\0'), randomBytes(150)]);
    for (const bytes of [body, Buffer.from(body.toString('base64')), Buffer.from(pem(body, 'OPENSSH PRIVATE KEY', 70))]) expect(findKey(bytes)).toBe('ssh');
    expect(findKey(Buffer.from('PuTTY-User-Key-File-3: ecdsa-sha2-nistp256\nEncryption: none\n'))).toBe('putty');
  });
  it('Java keystores, symmetric JWK, keys of .NET and age', () => {
    expect(findKey(Buffer.from('feedfeed00000002', 'hex'))).toBe('keystore');
    expect(findKey(Buffer.from('{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ"}'))).toBe('symmetric');
    expect(findKey(Buffer.from('<RSAKeyValue><Modulus>AQ==</Modulus><Exponent>AQAB</Exponent><D>AQ==</D></RSAKeyValue>'))).toBe('private');
    expect(findKey(Buffer.from('AGE-SECRET-KEY-1QQQ'))).toBe('private');
  });
  it('the chip\'s own form of a key pair', () => {
    const p256 = '010020' + '11'.repeat(32) + '020040' + '22'.repeat(64);
    const exported = '0100220420' + '11'.repeat(32) + '02004403420004' + '22'.repeat(64);
    for (const text of [p256, exported]) expect(findKey(Buffer.from(text, 'hex'))).toBe('private');
    expect(findKey(Buffer.from('010080' + '11'.repeat(128) + '020080' + 'c1'.repeat(128) + '03000400010001', 'hex'))).toBe('private');
  });
  it('a certificate, a request, a public key, a signature hold none', () => {
    openssl('req', '-new', '-key', key, '-subj', '/CN=device', '-out', join(folder, 'request.pem'));
    const pair = createPrivateKey(readFileSync(key));
    const publicPem = openssl('pkey', '-in', key, '-pubout');
    const cms = openssl('crl2pkcs7', '-nocrl', '-certfile', certificate, '-outform', 'DER');
    for (const bytes of [readFileSync(certificate), openssl('x509', '-in', certificate, '-outform', 'DER'), readFileSync(join(folder, 'request.pem')), publicPem, cms]) expect(findKey(bytes)).toBeUndefined();
    expect(findKey(Buffer.from(JSON.stringify(pair.export({ format: 'jwk' })).replace(/"d":"[^"]*",?/, '')))).toBeUndefined();
  });
});

it('a private number alone is not recognised, nor are random bytes taken for a key', () => {
  for (let i = 0; i < 300; i++) {
    const bytes = randomBytes(1 + (i % 200) * 8);
    for (const given of [bytes, Buffer.from(bytes.toString('hex')), Buffer.from(bytes.toString('base64'))]) expect(findKey(given), bytes.toString('hex')).toBeUndefined();
  }
});

it('hostile text is looked through in seconds: no step takes the square of its length', { timeout: 60_000 }, () => {
  for (const part of ['BEGIN ', '/*', '\n', 'ab', '1, ', '0000: ', '#  ', '"kty":', '<RSAKeyValue>', ' ', '0']) {
    const before = performance.now();
    findKey(Buffer.from(part.repeat(Math.ceil(1_000_000 / part.length))));
    expect(performance.now() - before, JSON.stringify(part)).toBeLessThan(10_000);
  }
});
