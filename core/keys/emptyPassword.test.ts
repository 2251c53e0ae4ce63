import { describe, expect, it } from 'vitest';
import { sniffMaterial } from '../certificates/material.ts';
import { toHex } from '../bytes/hex.ts';
import { must } from '../result/result.ts';
import { encodeDer, inContext, inSequence, integer, objectIdentifier, octetString, parseDer, readOctetString, sequence, type DerNode } from './der.ts';
import { encodePkcs8 } from './encodePrivateKey.ts';
import { encodePem } from './pem.ts';
import { nullPasswordContainer, withoutMac } from './testing/nullPassword.ts';
import { hasOpenssl, openssl } from './testing/openssl.ts';

/** Keys as PKCS#8 in hexadecimal, and the names in certificates; or the fault's code. */
function read(file: Uint8Array, password = ''): string {
  const found = sniffMaterial(file, { file: 'k', password });
  return found.ok ? [...found.value.keys.map((key) => toHex(encodePkcs8(key))), ...found.value.certificates.map(({ subject }) => subject)].join(' ') : found.fault.code;
}

const data = '1.2.840.113549.1.7.1';
/** The ContentInfos of a container. */
function parts(container: Uint8Array): readonly DerNode[] {
  const [, authSafe] = inSequence(must(parseDer(container, 'container')));
  const safe = readOctetString(inContext(inSequence(authSafe), 0)?.children[0]);
  return inSequence(must(parseDer(safe ?? new Uint8Array(), 'parts')));
}
const containerOf = (...infos: readonly (DerNode | undefined)[]): Uint8Array =>
  sequence(integer(3), sequence(objectIdentifier(data), encodeDer(0xa0, octetString(sequence(...infos.map((info) => info?.whole ?? new Uint8Array()))))));

/** The EncryptedPrivateKeyInfo of a container's second part. */
function lockedKey(container: Uint8Array): Uint8Array {
  const bags = readOctetString(inContext(inSequence(parts(container)[1]), 0)?.children[0]);
  const [bag] = inSequence(must(parseDer(bags ?? new Uint8Array(), 'bags')));
  return inContext(inSequence(bag), 0)?.children[0]?.whole ?? new Uint8Array();
}

describe.skipIf(!hasOpenssl)('an empty password that libcrypto wrote as no bytes', () => {
  const key = hasOpenssl ? toHex(openssl('pkcs8 -topk8 -nocrypt -outform DER', openssl('pkcs12 -nodes -nocerts -passin pass: -in @0', '', [nullPasswordContainer]))) : '';

  it('opens the whole container, as openssl opens it: with a check value, without one, and the key alone', () => {
    expect(read(nullPasswordContainer)).toBe(`${key} CN=n`);
    expect(read(withoutMac(nullPasswordContainer))).toBe(`${key} CN=n`);
    expect(read(lockedKey(nullPasswordContainer))).toBe(key);
  });

  it('is found also when the first encrypted part has a scheme for which both forms are the same', () => {
    const certificate = openssl('x509', openssl('pkcs12 -nokeys -passin pass: -in @0', '', [nullPasswordContainer]));
    for (const scheme of ['aes-256-cbc', 'PBE-MD5-DES']) {
      const words = `pkcs12 -export -nokeys -in @0 -certpbe ${scheme} -provider legacy -provider default -passout pass:`;
      const [both] = parts(openssl(words, '', [certificate]));
      expect(read(containerOf(both, parts(nullPasswordContainer)[1]))).toBe(`${key} CN=n`);
    }
  });

  it('a container has one form: parts with different ones are not opened', () => {
    const pem = encodePem('CERTIFICATE', openssl('x509 -outform DER', openssl('pkcs12 -nokeys -passin pass: -in @0', '', [nullPasswordContainer])));
    const [zeros] = parts(openssl('pkcs12 -export -nokeys -in @0 -certpbe PBE-SHA1-3DES -passout pass:', '', [pem]));
    expect(read(containerOf(zeros))).toBe('CN=n');
    expect(read(containerOf(zeros, parts(nullPasswordContainer)[1]))).toBe('key/wrong-password');
  });

  it('another password is wrong', () => {
    for (const file of [nullPasswordContainer, withoutMac(nullPasswordContainer), lockedKey(nullPasswordContainer)]) {
      for (const password of [' ', '\0', 'geheim']) expect(read(file, password)).toBe('key/wrong-password');
    }
  });
});
