import { sha1 } from '@noble/hashes/legacy.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { scrypt } from '@noble/hashes/scrypt.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { kdfCosts } from './kdfLimits.ts';
import { derivePkcs12, pkcs12Hashes, type Pkcs12Derivation } from './pkcs12Kdf.ts';
import { sayCount } from '../result/format.ts';

const hashes = { sha1, sha224, sha256, sha384, sha512 } as const;
export type KdfHash = keyof typeof hashes;

export interface ScryptCost {
  /** Cost N (a power of two), block size r, parallelisation p (RFC 7914). */
  readonly cost: number;
  readonly block: number;
  readonly parallel: number;
}

/** Derives keys from passwords. The host's crypto is several times faster than ours. */
export interface KdfEngine {
  /** Most rounds of PBKDF2, for one or two blocks, that take about one second. */
  readonly rounds: number;
  /** Largest N × r × p of scrypt that takes about one second; it needs 128 times as many bytes. */
  readonly scryptCost: number;
  pbkdf2(hash: KdfHash, password: Uint8Array, salt: Uint8Array, rounds: number, length: number): Uint8Array;
  scrypt(password: Uint8Array, salt: Uint8Array, cost: ScryptCost, length: number): Uint8Array;
}

/** Our own implementation, for tests and where the host has none. */
export const ourEngine: KdfEngine = {
  rounds: 100_000,
  scryptCost: 2 ** 20,
  pbkdf2: (hash, password, salt, rounds, length) => pbkdf2(hashes[hash], password, salt, { c: rounds, dkLen: length }),
  scrypt: (password, salt, { cost, block, parallel }, length) => scrypt(password, salt, { N: cost, r: block, p: parallel, dkLen: length, maxmem: 2 ** 28 }),
};

/** A derived key, or a text that says what the file demands beyond the limit. */
export type Derived = { readonly key: Uint8Array } | { readonly refused: string };


/**
 * Derives the keys for one file. Refuses a derivation of more than about a second, since a file could otherwise keep
 * the computer busy for days. All derivations of one file together may take three seconds.
 */
export class Derivation {
  readonly #engine: KdfEngine;
  readonly #largest: number;
  /** The cost so far, in units of the largest single derivation. */
  #spent = 0;

  /** @param largest limit of a single derivation, as a share of the largest one; with 0 nothing is derived */
  constructor(engine = ourEngine, largest = 1) {
    this.#engine = engine;
    this.#largest = largest;
  }

  /** @param share cost as a share of the largest single derivation */
  #take(share: number, refused: string, derive: () => Uint8Array): Derived {
    if (share > this.#largest) return { refused };
    this.#spent += share;
    return this.#spent > kdfCosts.perFile * this.#largest ? { refused: 'more key derivation than any real file, in several parts' } : { key: derive() };
  }

  pbkdf2(hash: KdfHash, password: Uint8Array, salt: Uint8Array, rounds: number, length: number): Derived {
    const most = this.#engine.rounds;
    return this.#take(rounds / most, `PBKDF2 with ${sayCount(rounds)} iterations; at most ${sayCount(most)} are allowed`, () => this.#engine.pbkdf2(hash, password, salt, rounds, length));
  }

  scrypt(password: Uint8Array, salt: Uint8Array, given: ScryptCost, length: number): Derived {
    const { cost, block, parallel } = given;
    const most = this.#engine.scryptCost;
    const refused = `scrypt with N = ${sayCount(cost)}, r = ${sayCount(block)}, p = ${sayCount(parallel)}; at most N × r × p = ${sayCount(most)} is allowed`;
    return this.#take((cost * block * parallel) / most, refused, () => this.#engine.scrypt(password, salt, given, length));
  }

  pkcs12(wanted: Pkcs12Derivation): Derived {
    const { rounds, hash, length } = wanted;
    const refused = `${sayCount(rounds)} rounds of the key derivation of PKCS#12; at most ${sayCount(kdfCosts.pkcs12)} are allowed`;
    return this.#take((rounds / kdfCosts.pkcs12) * Math.ceil(length / pkcs12Hashes[hash].outputLen), refused, () => derivePkcs12(wanted));
  }
}
