import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, leftPad, utf8 } from '../bytes/bytes.ts';
import { hex } from '../bytes/hex.ts';
import { must } from '../result/result.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { fromBigint, toBigint } from './bigints.ts';
import { curveNames, curves } from './curves.ts';
import { bitString, encodeDer, integer, sequence } from './der.ts';
import { ecdhX, ecdsaSign, ecdsaVerify, ecGenerate, ecPublicPoint } from './ecdsa.ts';
import { describePublicKey, encodeChipPublicKey, parseChipPublicKey, type PublicKey } from './publicKey.ts';
import { hashes, rsaConsistent, rsaEncryptPkcs1v15, rsaVerify } from './rsa.ts';
import { rsaDecryptPkcs1v15, rsaSign } from './rsaPrivate.ts';
import { rsaFromRandom, rsaGenerate } from './rsaGenerate.ts';
import { seededRandom } from './testing/random.ts';

const random = seededRandom('signing');
const message = utf8('message');

describe.each(curveNames)('ECDSA on %s', (curve) => {
  const key = ecGenerate(curve, random);
  const point = ecPublicPoint(curve, key);
  const { bytes, curve: ecdsa } = curves[curve];

  it.each(['sha256', 'sha384', 'sha512'] as const)('over a %s digest, as long or longer than the curve', (hash) => {
    const digest = hashes[hash](message);
    const signature = ecdsaSign(curve, key, digest);
    expect(signature).toHaveLength(2 * bytes);
    expect(ecdsaVerify(curve, point, digest, signature)).toBe(true);
    digest[0] = (digest[0] as number) ^ 1;
    expect(ecdsaVerify(curve, point, digest, signature)).toBe(false);
  });

  it('takes a high s as well as a low one', () => {
    const digest = hashes.sha256(message);
    const signature = ecdsaSign(curve, key, digest);
    const s = toBigint(signature.subarray(bytes));
    const other = concat(signature.slice(0, bytes), fromBigint(ecdsa.Point.Fn.ORDER - s, bytes));
    expect(ecdsaVerify(curve, point, digest, other)).toBe(true);
  });

  it('is false for other lengths, zeros and points off the curve', () => {
    const digest = hashes.sha256(message);
    const signature = ecdsaSign(curve, key, digest);
    expect(ecdsaVerify(curve, point, digest, signature.slice(1))).toBe(false);
    expect(ecdsaVerify(curve, point, digest, new Uint8Array(2 * bytes))).toBe(false);
    expect(ecdsaVerify(curve, new Uint8Array(2 * bytes).fill(3), digest, signature)).toBe(false);
    expect(ecdsaVerify(curve, point.slice(1), digest, signature)).toBe(false);
  });

  it('both sides get the same shared secret', () => {
    const other = ecGenerate(curve, random);
    expect(ecdhX(curve, key, ecPublicPoint(curve, other))).toEqual(ecdhX(curve, other, point));
    expect(ecdhX(curve, key, point)).toHaveLength(bytes);
  });

  it('the chip\'s form of the public key comes back', () => {
    const publicKey: PublicKey = { kind: 'ec', curve, point };
    expect(must(parseChipPublicKey(curve, encodeChipPublicKey(publicKey)))).toEqual(publicKey);
    expect(parseChipPublicKey('rsa1024', encodeChipPublicKey(publicKey)).ok).toBe(false);
  });
});

it('RFC 6979, P-256 with SHA-256, "sample"', () => {
  const key = hex('c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721');
  expect(ecdsaSign('secp256r1', key, hashes.sha256(utf8('sample'))).slice(0, 32)).toEqual(
    hex('efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716'),
  );
});

describe('RSA', () => {
  const key = rsaFromRandom(1024, random);

  it('made from random bytes is sound and repeatable', () => {
    expect(rsaConsistent(key)).toBe(true);
    expect(rsaFromRandom(1024, seededRandom('a'))).toEqual(rsaFromRandom(1024, seededRandom('a')));
  });

  it.each([1024, 2048] as const)('of %i bits from WebCrypto', async (bits) => {
    const made = await rsaGenerate(bits);
    expect(rsaConsistent(made)).toBe(true);
    expect(made.modulus).toHaveLength(bits / 8);
  });

  it('signs and verifies, and is false for anything else', () => {
    for (const hash of ['sha256', 'sha384', 'sha512'] as const) {
      const digest = hashes[hash](message);
      const signature = rsaSign(key, hash, digest);
      expect(rsaVerify(key, hash, digest, signature)).toBe(true);
      expect(rsaVerify(key, hash, hashes[hash](utf8('x')), signature)).toBe(false);
      expect(rsaVerify(key, hash, digest, signature.slice(1))).toBe(false);
      expect(rsaVerify(key, hash, digest, leftPad(fromBigint(toBigint(signature) + toBigint(key.modulus), 129), 129))).toBe(false);
    }
  });

  it('encrypts and decrypts', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 117 }), (secret) => {
        const cipher = rsaEncryptPkcs1v15(key, secret, random);
        expect(rsaDecryptPkcs1v15(key, cipher)).toEqual(secret);
      }),
      { numRuns: 10 },
    );
    expect(() => rsaEncryptPkcs1v15(key, new Uint8Array(118), random)).toThrow(RangeError);
    expect(rsaDecryptPkcs1v15(key, new Uint8Array(128))).toBeUndefined();
    expect(rsaDecryptPkcs1v15(key, new Uint8Array(5))).toBeUndefined();
  });

  it('the chip\'s form of the public key: exponent of three bytes or, as the manual prints it, of four', () => {
    const publicKey: PublicKey = { kind: 'rsa', modulus: key.modulus, exponent: key.exponent };
    expect(describePublicKey(publicKey)).toBe('RSA-1024');
    expect(must(parseChipPublicKey('rsa1024', encodeChipPublicKey(publicKey)))).toEqual(publicKey);
    const manual = bitString(sequence(integer(key.modulus), encodeDer(0x02, hex('00010001'))));
    expect(must(parseChipPublicKey('rsa1024', manual))).toEqual(publicKey);
    expect(parseChipPublicKey('rsa2048', manual).ok).toBe(false);
  });
});

it('base64 comes back, and is strict', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }),
  );
  for (const bad of ['A', 'AA=', 'A===', 'AA*=', '====']) expect(fromBase64(bad)).toBeUndefined();
});
