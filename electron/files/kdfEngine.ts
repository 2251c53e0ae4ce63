import { pbkdf2Sync, scryptSync } from 'node:crypto';
import type { KdfEngine } from '../../core/keys/kdf.ts';

/** The system's crypto. It keeps its thread busy: use it in a worker, or on the command line. */
export const hostEngine: KdfEngine = {
  rounds: 1_500_000,
  scryptCost: 2 ** 21,
  pbkdf2: (hash, password, salt, rounds, length) => new Uint8Array(pbkdf2Sync(password, salt, rounds, length, hash)),
  scrypt: (password, salt, { cost, block, parallel }, length) =>
    new Uint8Array(scryptSync(password, salt, length, { N: cost, r: block, p: parallel, maxmem: 2 ** 29 })),
};
