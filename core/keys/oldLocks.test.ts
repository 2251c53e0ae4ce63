import { describe, expect, it } from 'vitest';
import { sniffMaterial } from '../certificates/material.ts';
import { utf8 } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
import { encodePkcs8 } from './encodePrivateKey.ts';
import { parsePrivateKey } from './privateKey.ts';
import { withoutMac } from './testing/nullPassword.ts';
import { hasOpenssl, openssl, opensslText } from './testing/openssl.ts';

const legacy = '-provider legacy -provider default';
const keys = hasOpenssl
  ? { 'P-256': opensslText('genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:named_curve'), 'RSA-1024': opensslText('genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024') }
  : { 'P-256': '', 'RSA-1024': '' };
type KeyName = keyof typeof keys;
const keyNames = Object.keys(keys) as KeyName[];
const certificate = hasOpenssl ? opensslText('req -x509 -new -key @0 -subj /CN=Device -days 30', '', [keys['P-256']]) : '';

/** The key of a file as PKCS#8 in hexadecimal, or the fault's code and data. */
function read(file: Uint8Array, password?: string): string {
  const found = parsePrivateKey(file, { file: 'k', ...(password === undefined ? {} : { password }) });
  return found.ok ? toHex(encodePkcs8(found.value)) : `${found.fault.code} ${'name' in found.fault.data ? String(found.fault.data.name) : ''}`.trim();
}

/** The right password opens the key of the unlocked file; others are said to be wrong. */
function expectLocked(file: Uint8Array, key: KeyName, password: string): void {
  expect(read(file, password)).toBe(read(utf8(keys[key])));
  for (const other of ['falsch', '', `${password} `]) expect(read(file, other)).toBe('key/wrong-password');
  expect(read(file)).toBe('key/encrypted');
}

const passwords = ['geheim', 'übergröße', 'a🔑'];
const pbes1 = ['PBE-MD5-DES', 'PBE-MD5-RC2-64', 'PBE-SHA1-DES', 'PBE-SHA1-RC2-64', 'PBE-SHA1-3DES', 'PBE-SHA1-2DES', 'PBE-SHA1-RC2-128', 'PBE-SHA1-RC2-40'];
const pbes2 = ['des-cbc', 'des-ede3-cbc', 'rc2-cbc', 'rc2-64-cbc', 'rc2-40-cbc', 'aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc'];

describe.skipIf(!hasOpenssl)('every scheme that openssl writes with DES, 3DES, RC2 or AES in CBC is opened', () => {
  const each = <T extends string>(names: readonly T[]): [T, KeyName][] => names.flatMap((name) => keyNames.map((key): [T, KeyName] => [name, key]));

  it.each(each(pbes1))('PKCS#8, %s, %s', (scheme, key) => {
    for (const [i, password] of passwords.entries()) {
      const file = openssl(`pkcs8 -topk8 -v1 ${scheme} -iter ${[1, 2048, 3][i]} ${legacy} -passout pass:${password} -outform ${i === 0 ? 'DER' : 'PEM'}`, keys[key]);
      expectLocked(file, key, password);
    }
  });

  it.each(each(pbes2))('PKCS#8, PBES2, %s, %s', (cipher, key) => {
    for (const kdf of [...[1, 224, 256, 384, 512].map((sha) => `-v2prf hmacWithSHA${sha}`), '-scrypt -scrypt_N 1024']) {
      expectLocked(openssl(`pkcs8 -topk8 -v2 ${cipher} ${kdf} ${legacy} -passout pass:geheim`, keys[key]), key, 'geheim');
    }
  });

  it.each(each(['des-cbc', 'des-ede-cbc', 'des-ede3-cbc', 'rc2-cbc', 'rc2-64-cbc', 'rc2-40-cbc', 'aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc']))('PEM of RFC 1421, %s, %s', (cipher, key) => {
    for (const password of passwords) {
      const file = openssl(`${key === 'P-256' ? 'ec' : 'rsa -traditional'} -${cipher} ${legacy} -passout pass:${password}`, keys[key]);
      expect(new TextDecoder().decode(file)).toContain(`DEK-Info: ${cipher.toUpperCase()},`);
      expectLocked(file, key, password);
    }
  });

  it.each([...pbes1, ...pbes2])('PKCS#12, key and certificate with %s', (scheme) => {
    const made = openssl(`pkcs12 -export -inkey @0 -in @1 -keypbe ${scheme} -certpbe ${scheme} -iter 3 ${legacy} -passout pass:übergröße`, '', [keys['P-256'], certificate]);
    for (const file of [made, withoutMac(made)]) {
      const open = (password: string) => sniffMaterial(file, { file: 'k', password });
      expect(read(file, 'übergröße')).toBe(read(utf8(keys['P-256'])));
      expect(open('übergröße')).toMatchObject({ ok: true, value: { certificates: [{ subject: 'CN=Device' }] } });
      expect(open('falsch')).toMatchObject({ ok: false, fault: { code: 'key/wrong-password' } });
    }
  });

  // Salts differ in each run. That one of these opens by chance happens in fewer than 1 of a million runs.
  it.each(['PBE-MD5-DES', 'PBE-SHA1-2DES', 'PBE-SHA1-RC2-40'])('of 3,000 wrong passwords none is said to be anything else: %s', (scheme) => {
    const key = openssl(`pkcs8 -topk8 -v1 ${scheme} -iter 1 ${legacy} -passout pass:geheim -outform DER`, keys['P-256']);
    const container = withoutMac(openssl(`pkcs12 -export -nokeys -in @0 -certpbe ${scheme} -iter 1 ${legacy} -passout pass:geheim`, '', [certificate]));
    expect(read(container, 'geheim')).toBe('key/certificate-only');
    for (const file of [key, container]) expect([...new Set(Array.from({ length: 3000 }, (_, i) => read(file, `falsch ${i}`)))]).toEqual(['key/wrong-password']);
  });
});

describe.skipIf(!hasOpenssl)('what is not opened is told by name', () => {
  it.each([
    ['-v1 PBE-SHA1-RC4-128', 'the old scheme pbeWithSHA1And128BitRC4'],
    ['-v1 PBE-SHA1-RC4-40', 'the old scheme pbeWithSHA1And40BitRC4'],
    ['-v2 camellia-256-cbc', 'the cipher 1.2.392.200011.61.1.1.1.4'],
    ['-v2 des-cfb', 'the cipher 1.3.14.3.2.9'],
    ['-v1 PBE-MD5-DES -iter 200001', 'PBKDF1 with 200,001 iterations; at most 200,000 are allowed'],
  ])('PKCS#8, %s', (words, name) => {
    expect(read(openssl(`pkcs8 -topk8 ${words} ${legacy} -passout pass:x`, keys['P-256']), 'x')).toBe(`key/unsupported-encryption ${name}`);
  });

  it('MD2, which openssl no longer has', () => {
    const file = openssl(`pkcs8 -topk8 -v1 PBE-MD5-DES ${legacy} -passout pass:x -outform DER`, keys['P-256']);
    // The scheme's object identifier ends in 3 for MD5 and in 1 for MD2.
    const at = toHex(file).indexOf('2a864886f70d010503') / 2 + 8;
    file[at] = 1;
    expect(read(file, 'x')).toBe('key/unsupported-encryption the old scheme pbeWithMD2AndDES-CBC');
  });

  it('PEM of RFC 1421 with another cipher', () => {
    expect(read(openssl(`ec -des-ede-cfb ${legacy} -passout pass:x`, keys['P-256']), 'x')).toBe('key/unsupported-encryption the cipher DES-EDE-CFB');
  });
});

it.skipIf(!hasOpenssl).each(['-v1 PBE-MD5-DES', '-v1 PBE-SHA1-2DES', '-v1 PBE-SHA1-RC2-64', '-v2 rc2-40-cbc'])('damaged anywhere: a fault, never an exception: %s', (words) => {
  const file = openssl(`pkcs8 -topk8 ${words} -iter 2 ${legacy} -passout pass:x -outform DER`, keys['P-256']);
  for (let at = 0; at < file.length; at++) {
    for (const mask of [0x01, 0x55, 0x80]) {
      const changed = file.slice();
      changed[at] = (changed[at] as number) ^ mask;
      expect(read(changed, 'x')).toMatch(/^(key|der)\/|^30/);
    }
  }
});
