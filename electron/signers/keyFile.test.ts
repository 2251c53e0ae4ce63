import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../core/bytes/bytes.ts';
import { curveNames } from '../../core/keys/curves.ts';
import { ecPrivateKey, encodePrivateKeyPem, generateKey, openRsa, rsaPrivateKey, type PrivateKey } from '../../core/keys/privateKey.ts';
import { verifyDigest } from '../../core/keys/publicKey.ts';
import { hashes } from '../../core/keys/rsa.ts';
import { Signer } from '../../core/keys/signer.ts';
import { seededRandom } from '../../core/keys/testing/random.ts';
import { signDigest } from '../../core/keys/testing/testSigner.ts';
import { err, must, ok } from '../../core/result/result.ts';
import { fault } from '../../core/result/fault.ts';
import { hostCheck } from './hostCheck.ts';
import { hostSigner, keyFileSigner } from './keyFile.ts';

const message = utf8('a message');
const keyOf = (algorithm: PrivateKey['algorithm']): Promise<PrivateKey> => generateKey(algorithm as Parameters<typeof generateKey>[0], seededRandom(algorithm));

describe('the signer of a key file', () => {
  it.each([...curveNames, 'rsa1024', 'rsa2048'] as const)('%s: our own arithmetic verifies it, and the host verifies ours', async (algorithm) => {
    const key = await keyOf(algorithm);
    for (const hash of ['sha256', 'sha384', 'sha512'] as const) {
      const digest = hashes[hash](message);
      const signature = must(await keyFileSigner(key).sign(message, hash));
      expect(verifyDigest(key.publicKey, hash, digest, signature)).toBe(true);
      expect(verifyDigest(key.publicKey, hash, hashes[hash](utf8('another')), signature)).toBe(false);
      expect(hostCheck(key.publicKey, hash, message, signDigest(key, hash, digest))).toBe(true);
      expect(hostCheck(key.publicKey, hash, utf8('another'), signature)).toBe(false);
      expect(hostCheck(key.publicKey, hash, message, new Uint8Array(3))).toBe(false);
    }
  });

  it('signs no more once its key is wiped', async () => {
    const key = await keyOf('secp256r1');
    const signer = keyFileSigner(key);
    must(await signer.sign(message, 'sha256'));
    key.secret.wipe();
    const after = await signer.sign(message, 'sha256');
    expect(after).toMatchObject({ ok: false, fault: { code: 'signer/failed', data: { key: 'NIST P-256', why: 'The key was removed from memory.' } } });
  });

  it('a key whose public part is another\'s signs nothing', async () => {
    const [key, other] = [ecPrivateKey('secp256r1', new Uint8Array(32).fill(1)), ecPrivateKey('secp256r1', new Uint8Array(32).fill(2))];
    const mixed = await keyFileSigner({ ...key, publicKey: other.publicKey }).sign(message, 'sha256');
    expect(mixed).toMatchObject({ ok: false });
  });

  it('an RSA key whose numbers do not belong together signs nothing, and the words hold none of them', async () => {
    const key = await keyOf('rsa1024');
    if (key.kind !== 'rsa') throw new Error('another key');
    const broken = openRsa(key, (numbers) => rsaPrivateKey({ ...numbers, privateExponent: numbers.privateExponent.map((byte) => byte ^ 0x55), primes: [numbers.primes[1].slice(), numbers.primes[1].slice()] }));
    const signed = await keyFileSigner(broken).sign(message, 'sha256');
    // OpenSSL makes a wrong signature with this key; BoringSSL refuses the key.
    expect(signed.ok ? 'signed' : signed.fault.code).toMatch(/^signer\/(wrong-signature|failed)$/);
    expect(signed.ok ? undefined : Object.keys(signed.fault.data ?? {}).filter((name) => name !== 'key' && name !== 'why')).toEqual([]);
  });
});

describe('a signature is verified before anyone gets it', () => {
  it('a wrong one is a fault', async () => {
    const key = await keyOf('secp256r1');
    const signer = new Signer(key.publicKey, async () => ok(new Uint8Array(64).fill(1)), hostCheck);
    const signed = await signer.sign(message, 'sha256');
    expect(signed).toMatchObject({ ok: false, fault: { code: 'signer/wrong-signature', data: { key: 'NIST P-256' } } });
  });

  it('one over another message, or by another hash, is a fault', async () => {
    const key = await keyOf('secp256r1');
    const inner = keyFileSigner(key);
    const other = new Signer(key.publicKey, (_, hash) => inner.sign(utf8('another'), hash), hostCheck);
    expect(await other.sign(message, 'sha256')).toMatchObject({ fault: { code: 'signer/wrong-signature' } });
    const hash = new Signer(key.publicKey, (given) => inner.sign(given, 'sha512'), hostCheck);
    expect(await hash.sign(message, 'sha256')).toMatchObject({ fault: { code: 'signer/wrong-signature' } });
  });

  it('a public key that is not that of the key which the host holds', async () => {
    const [key, other] = [await keyOf('secp256r1'), await keyOf('secp384r1')];
    const object = createPrivateKey(encodePrivateKeyPem(other));
    expect(await hostSigner(key.publicKey, object).sign(message, 'sha256')).toMatchObject({ fault: { code: 'signer/wrong-signature' } });
  });

  it('a signer that fails keeps its reason', async () => {
    const key = await keyOf('secp256r1');
    const signer = new Signer(key.publicKey, async () => err(fault('chip/refused', { command: 'CalcSign', status: 7, meaning: 'x' })), hostCheck);
    expect(await signer.sign(message, 'sha256')).toMatchObject({ fault: { code: 'chip/refused' } });
  });
});
