import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/hex.ts';
import { derOf } from './testing/files.ts';
import { must } from '../result/result.ts';
import { parseCertificate, type Certificate } from './certificate.ts';
import { verifyChain } from './chain.ts';
import { unwrapCertificate } from './identity.ts';
import infineon from './testing/infineon.json' with { type: 'json' };
import { describePublicKey } from '../keys/publicKey.ts';
import { ecPrivateKey, generateKey } from '../keys/privateKey.ts';
import { ecGenerate } from '../keys/ecdsa.ts';
import { curveNames } from '../keys/curves.ts';
import { selfSign, signCsr } from './issue.ts';
import { createCsr, parseCsr } from './csr.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { testSigner } from '../keys/testing/testSigner.ts';

const ca = (name: keyof typeof infineon.ca): Certificate => must(parseCertificate(derOf(infineon.ca[name])));
const device = (name: keyof typeof infineon.objects): Certificate =>
  must(parseCertificate(must(unwrapCertificate(hex(infineon.objects[name]))).certificates[0] as Uint8Array));
const roots = [ca('ecc-root-ca-2'), ca('rsa-root-ca-2')];
const intermediates = [ca('trust-m-ca-300'), ca('trust-m-ca-306'), ca('trust-m-ca-309')];
const now = new Date('2026-11-22');

it.each(Object.keys(infineon.ca) as (keyof typeof infineon.ca)[])('%s has the published fingerprint', (name) => {
  expect(ca(name).fingerprint).toBe(infineon.fingerprints[name]);
  expect(ca(name).isCa).toBe(true);
});

it('reads keys up to RSA-4096 and P-521', () => {
  expect(roots.map(({ publicKey }) => describePublicKey(publicKey))).toEqual(['NIST P-521', 'RSA-4096']);
});

describe('real chips chain to the vendor\'s roots', () => {
  it.each([
    ['express-e0e0', 'CA 306'],
    ['express-e0e2', 'CA 309'],
    ['v3-e0e0', 'CA 300'],
  ] as const)('%s', (name, issuer) => {
    const report = verifyChain(device(name), intermediates, roots, now);
    expect(report.trusted).toBe(true);
    expect(report.chain).toHaveLength(3);
    expect(report.chain[1]?.subject).toContain(issuer);
  });

  it('a device certificate may be older than the one that signed it', () => {
    const [leaf, issuer] = verifyChain(device('express-e0e0'), intermediates, roots, now).chain;
    expect((leaf as Certificate).notBefore < (issuer as Certificate).notBefore).toBe(true);
  });

  it('also when an intermediate is the anchor', () => {
    expect(verifyChain(device('v3-e0e0'), [], intermediates, now).trusted).toBe(true);
  });

  it('not without the issuer, changed, or at another time', () => {
    const leaf = device('express-e0e0');
    expect(verifyChain(leaf, [], roots, now).fault?.code).toBe('chain/no-issuer');
    const signature = leaf.signature.slice();
    signature[20] = (signature[20] as number) ^ 1;
    expect(verifyChain({ ...leaf, signature }, intermediates, roots, now).fault?.code).toBe('chain/bad-signature');
    expect(verifyChain(leaf, intermediates, roots, new Date('2060-01-01')).fault?.code).toBe('chain/not-valid-now');
  });
});

describe('chains of our own', () => {
  const random = seededRandom('chain');
  const options = { days: 10, now, random };

  it.each([...curveNames, 'rsa1024'] as const)('%s', async (algorithm) => {
    const [caKey, key] = [await generateKey(algorithm, random), ecPrivateKey('secp256r1', ecGenerate('secp256r1', random))];
    const root = must(parseCertificate(must(await selfSign(testSigner(caKey), 'CN=Root', { ...options, isCa: true }))));
    const leaf = must(parseCertificate(must(await signCsr(must(parseCsr(must(await createCsr(testSigner(key), 'CN=Leaf')))), testSigner(caKey), root, options))));
    const later = new Date(now.getTime() + 1000);
    expect(verifyChain(leaf, [], [root], later).trusted).toBe(true);
    // A leaf must not issue certificates.
    const below = must(parseCertificate(must(await signCsr(must(parseCsr(must(await createCsr(testSigner(key), 'CN=Below')))), testSigner(key), leaf, options))));
    expect(verifyChain(below, [leaf], [root], later).fault?.code).toBe('chain/not-a-ca');
  });
});
