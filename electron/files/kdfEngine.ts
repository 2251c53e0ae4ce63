import { pbkdf2, pbkdf2Sync, scryptSync } from 'node:crypto';
import { promisify } from 'node:util';
import type { Randomness } from '../../core/bridge/bytePort.ts';
import { utf8 } from '../../core/bytes/bytes.ts';
import type { KdfEngine } from '../../core/keys/kdf.ts';
import { defaultIterations, type Lock } from '../../core/keys/pbes2.ts';

/**
 * Bytes that OpenSSL may take for scrypt. Beside the table of 128 × N × r bytes it counts 256 × r and 128 × p × r. With
 * the allowed cost that is at most 640 MB, for N = 2; files have N of 1024 and more, and take 256 MB and a little.
 */
const scryptMemory = 3 * 2 ** 28;

/** Key derivation by the system's crypto. It blocks its thread, so call it in a worker. */
export const hostEngine: KdfEngine = {
  rounds: 1_500_000,
  scryptCost: 2 ** 21,
  pbkdf2: (hash, password, salt, rounds, length) => new Uint8Array(pbkdf2Sync(password, salt, rounds, length, hash)),
  scrypt: (password, salt, { cost, block, parallel }, length) =>
    new Uint8Array(scryptSync(password, salt, length, { N: cost, r: block, p: parallel, maxmem: scryptMemory })),
};

/** Derives the encryption key of a key file in the background. The caller wipes the key. */
export async function makeLock(password: string, random: Randomness): Promise<Lock> {
  const [salt, iv] = [random(16), random(16)];
  const key = await promisify(pbkdf2)(utf8(password), salt, defaultIterations, 32, 'sha256');
  return { salt, iv, iterations: defaultIterations, key };
}
