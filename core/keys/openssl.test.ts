import { describe, expect, it } from 'vitest';
import { must } from '../result/result.ts';
import { curveNames, type CurveName, curves } from './curves.ts';
import { encodePkcs8 } from './encodePrivateKey.ts';
import { decodeSignatureIntegers, encodeSignatureIntegers, sequence, parseDer } from './der.ts';
import { encodePem } from './pem.ts';
import { encodePrivateKeyPem, generateKey, parsePrivateKey, type KeyAlgorithm, type PrivateKey } from './privateKey.ts';
import { signDigest } from './testing/testSigner.ts';
import { encodeSpki, parseSpki, samePublicKey, verifyDigest } from './publicKey.ts';
import { hashes, type HashName } from './rsa.ts';
import { hasOpenssl, openssl } from './testing/openssl.ts';
import { seededRandom } from './testing/random.ts';

const opensslCurves: Readonly<Record<CurveName, string>> = {
  secp256r1: 'prime256v1',
  secp384r1: 'secp384r1',
  secp521r1: 'secp521r1',
  brainpoolp256r1: 'brainpoolP256r1',
  brainpoolp384r1: 'brainpoolP384r1',
  brainpoolp512r1: 'brainpoolP512r1',
};
const algorithms: readonly KeyAlgorithm[] = [...curveNames, 'rsa1024', 'rsa2048'];
const isCurve = (algorithm: KeyAlgorithm): algorithm is CurveName => algorithm in opensslCurves;
const random = seededRandom('openssl');
const read = (bytes: Uint8Array, password?: string): PrivateKey =>
  must(parsePrivateKey(bytes, { file: 'k', ...(password === undefined ? {} : { password }) }));
const message = new TextEncoder().encode('a message');

describe.skipIf(!hasOpenssl)('keys that openssl makes are read in every form', () => {
  it.each(algorithms)('%s', (algorithm) => {
    const pkcs8 = isCurve(algorithm)
      ? openssl(`genpkey -algorithm EC -pkeyopt ec_paramgen_curve:${opensslCurves[algorithm]} -pkeyopt ec_param_enc:named_curve`)
      : openssl(`genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:${algorithm.slice(3)}`);
    const key = read(pkcs8);
    expect(key.algorithm).toBe(algorithm);
    const spki = openssl('pkey -pubout -outform DER', pkcs8);
    expect(encodeSpki(key.publicKey)).toEqual(spki);
    expect(samePublicKey(must(parseSpki(spki)), key.publicKey)).toBe(true);
    const forms: [string, string?][] = [
      ['pkey -outform DER'],
      ['pkey -traditional'],
      ['pkey -traditional -outform DER'],
      ['pkcs8 -topk8 -v2 aes-256-cbc -passout pass:geheim', 'geheim'],
      ['pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA1 -passout pass:geheim -outform DER', 'geheim'],
      ['pkcs8 -topk8 -v2 des3 -passout pass:geheim', 'geheim'],
      ['pkcs8 -topk8 -scrypt -scrypt_N 1024 -passout pass:geheim', 'geheim'],
      [`${isCurve(algorithm) ? 'ec' : 'rsa -traditional'} -aes256 -passout pass:geheim`, 'geheim'],
      [`${isCurve(algorithm) ? 'ec' : 'rsa -traditional'} -des3 -passout pass:geheim`, 'geheim'],
    ];
    for (const [form, password] of forms) {
      const made = openssl(form, pkcs8);
      expect(samePublicKey(read(made, password).publicKey, key.publicKey), form).toBe(true);
      if (password === undefined) continue;
      expect(parsePrivateKey(made, { file: 'k' })).toMatchObject({ ok: false, fault: { code: 'key/encrypted' } });
      expect(parsePrivateKey(made, { file: 'k', password: 'wrong' }), form).toMatchObject({ ok: false, fault: { code: 'key/wrong-password' } });
    }
  });
});

describe.skipIf(!hasOpenssl)('keys and signatures that we make are taken by openssl', () => {
  it.each(algorithms)('%s', async (algorithm) => {
    const key = await generateKey(algorithm, random);
    const spki = encodePem('PUBLIC KEY', encodeSpki(key.publicKey));
    expect(openssl('pkey -pubout -outform DER', encodePrivateKeyPem(key))).toEqual(encodeSpki(key.publicKey));
    expect(openssl('pkey -inform DER -pubout -outform DER', encodePkcs8(key))).toEqual(encodeSpki(key.publicKey));
    const locked = encodePrivateKeyPem(key, { password: 'päss', random, iterations: 1000 });
    expect(openssl('pkey -passin pass:päss -pubout -outform DER', locked)).toEqual(encodeSpki(key.publicKey));
    for (const hash of ['sha256', 'sha512'] as const) {
      const raw = signDigest(key, hash, hashes[hash](message));
      const signature = key.kind === 'ec' ? sequence(encodeSignatureIntegers(raw)) : raw;
      openssl(`dgst -${hash} -verify @0 -signature @1 @2`, '', [spki, signature, message]);
      const theirs = openssl(`dgst -${hash} -sign @0 @1`, '', [encodePrivateKeyPem(key), message]);
      expect(verifyTheirs(key, hash, theirs)).toBe(true);
    }
  });
});

function verifyTheirs(key: PrivateKey, hash: HashName, theirs: Uint8Array): boolean {
  const digest = hashes[hash](message);
  if (key.kind === 'rsa') return verifyDigest(key.publicKey, hash, digest, theirs);
  const integers = must(parseDer(theirs, 'signature')).content;
  return verifyDigest(key.publicKey, hash, digest, must(decodeSignatureIntegers(integers, curves[key.curve].bytes)));
}

describe.skipIf(!hasOpenssl)('keys that the chip does not know are refused by name', () => {
  it.each([
    ['genpkey -algorithm ED25519', 'key/unsupported-algorithm', 'Ed25519'],
    ['genpkey -algorithm ED448', 'key/unsupported-algorithm', 'Ed448'],
    ['genpkey -algorithm X25519', 'key/unsupported-algorithm', 'X25519'],
    ['ecparam -name secp224r1 -genkey -noout', 'key/unsupported-curve', 'P-224'],
    ['ecparam -name secp256k1 -genkey -noout', 'key/unsupported-curve', 'secp256k1'],
    ['ecparam -name prime256v1 -param_enc explicit -genkey -noout', 'key/explicit-curve', 'explicit'],
  ])('%s', (words, code, name) => {
    const result = parsePrivateKey(openssl(words), { file: 'k' });
    expect(result).toMatchObject({ ok: false, fault: { code } });
    expect(JSON.stringify(result)).toContain(name);
  });

  it('RSA-3072 and RSA-512', () => {
    for (const bits of [3072, 512]) {
      const result = parsePrivateKey(openssl(`genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:${bits}`), { file: 'k' });
      expect(result).toMatchObject({ ok: false, fault: { code: 'key/rsa-size', data: { bits } } });
    }
  });
});
