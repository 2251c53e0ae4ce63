import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../core/bytes/bytes.ts';
import { generateKey, signDigest } from '../../core/keys/privateKey.ts';
import { verifyDigest } from '../../core/keys/publicKey.ts';
import { seededRandom } from '../../core/keys/testing/random.ts';
import { signText, verifyText } from './textSignature.ts';

describe('signatures of texts: ours and the runtime\'s are the same', () => {
  it.each(['secp256r1', 'secp384r1', 'secp521r1', 'brainpoolp256r1', 'rsa2048'] as const)('%s', async (algorithm) => {
    const key = await generateKey(algorithm, seededRandom(algorithm));
    const digest = sha256(utf8('a text'));
    expect(verifyText(key.publicKey, 'a text', signText(key, 'a text'))).toBe(true);
    expect(verifyDigest(key.publicKey, 'sha256', digest, signText(key, 'a text'))).toBe(true);
    expect(verifyText(key.publicKey, 'a text', signDigest(key, 'sha256', digest))).toBe(true);
    expect(verifyText(key.publicKey, 'another text', signText(key, 'a text'))).toBe(false);
    expect(verifyText(key.publicKey, 'a text', new Uint8Array(3))).toBe(false);
  });
});
