import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { curveNames } from './curves.ts';
import { ecdsaSign, ecGenerate, ecPublicPoint } from './ecdsa.ts';
import { recoverPoint } from './recoverKey.ts';
import { seededRandom } from './testing/random.ts';

const random = seededRandom('recover');

describe('recovering a public key', () => {
  for (const curve of curveNames) {
    it(`finds the one key that made two signatures, ${curve}`, () => {
      const key = ecGenerate(curve, random);
      const [first, second] = ['one', 'two'].map((text) => {
        const digest = sha256(new TextEncoder().encode(text));
        return { digest, signature: ecdsaSign(curve, key, digest) };
      });
      expect(recoverPoint(curve, first!, second!)).toEqual(ecPublicPoint(curve, key));
    });
  }

  it('finds none when two keys signed', () => {
    const digest = sha256(Uint8Array.of(1));
    const [first, second] = [1, 2].map(() => ({ digest, signature: ecdsaSign('secp256r1', ecGenerate('secp256r1', random), digest) }));
    expect(recoverPoint('secp256r1', first!, second!)).toBeUndefined();
  });
});
