import { md5, sha1 } from '@noble/hashes/legacy.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { scrypt } from '@noble/hashes/scrypt.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { concat } from '../bytes/bytes.ts';
import { kdfCosts } from './kdfLimits.ts';
import { derivePkcs12, pkcs12Hashes, pkcs12Purposes, type Pkcs12Derivation } from './pkcs12Kdf.ts';
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

/** PBKDF1 (RFC 8018, 5.1). The length is at most that of the hash. The caller limits the rounds and wipes the result. */
function derivePbkdf1(hash: 'md5' | 'sha1', password: Uint8Array, salt: Uint8Array, rounds: number, length: number): Uint8Array {
  const digest = hash === 'md5' ? md5 : sha1;
  let last = digest(concat(password, salt));
  for (let i = 1; i < rounds; i++) last = digest(last);
  return last.slice(0, length);
}

/** What a file demands of one derivation. */
interface Demand {
  /** Rounds, or N × r × p of scrypt. */
  readonly asked: number;
  /** How many of them take about one second. */
  readonly most: number;
  /** Says the demand, and how many are allowed instead. */
  readonly refusal: (allowed: string) => string;
}

/** What is derived, for a refusal: the limit of rounds depends on it. */
function pkcs12Use({ purpose, length }: Pkcs12Derivation): string {
  if (purpose === pkcs12Purposes.mac) return 'the check value';
  return purpose === pkcs12Purposes.key ? `a key of ${length} bytes` : `an initial value of ${length} bytes`;
}

/**
 * Derives the keys for one file. Refuses a derivation of more than about a second, since a file could otherwise keep
 * the computer busy for days. All derivations of one file together may take three seconds. The number that a refusal
 * names is the one that was applied: a file that demands as much is not refused for this.
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

  #take({ asked, most, refusal }: Demand, derive: () => Uint8Array): Derived {
    const allowed = Math.floor(most * this.#largest);
    if (asked > allowed) return { refused: refusal(sayCount(allowed)) };
    this.#spent += asked / most;
    const { perFile } = kdfCosts;
    if (this.#spent > perFile * this.#largest) return { refused: `key derivations in several parts that together take more than ${perFile} times as long as the longest one that is allowed` };
    return { key: derive() };
  }

  pbkdf1(hash: 'md5' | 'sha1', password: Uint8Array, salt: Uint8Array, rounds: number, length: number): Derived {
    const refusal = (allowed: string): string => `PBKDF1 with ${sayCount(rounds)} iterations; at most ${allowed} are allowed`;
    return this.#take({ asked: rounds, most: kdfCosts.ours, refusal }, () => derivePbkdf1(hash, password, salt, rounds, length));
  }

  pbkdf2(hash: KdfHash, password: Uint8Array, salt: Uint8Array, rounds: number, length: number): Derived {
    const refusal = (allowed: string): string => `PBKDF2 with ${sayCount(rounds)} iterations; at most ${allowed} are allowed`;
    return this.#take({ asked: rounds, most: this.#engine.rounds, refusal }, () => this.#engine.pbkdf2(hash, password, salt, rounds, length));
  }

  scrypt(password: Uint8Array, salt: Uint8Array, given: ScryptCost, length: number): Derived {
    const { cost, block, parallel } = given;
    const refusal = (allowed: string): string =>
      `scrypt with N = ${sayCount(cost)}, r = ${sayCount(block)}, p = ${sayCount(parallel)}; at most N × r × p = ${allowed} is allowed`;
    return this.#take({ asked: cost * block * parallel, most: this.#engine.scryptCost, refusal }, () => this.#engine.scrypt(password, salt, given, length));
  }

  /** Each block of the hash's length that is derived takes all rounds. */
  pkcs12(wanted: Pkcs12Derivation): Derived {
    const { rounds, hash, length } = wanted;
    const blocks = Math.ceil(length / pkcs12Hashes[hash].outputLen);
    const refusal = (allowed: string): string => `${sayCount(rounds)} rounds of the key derivation of PKCS#12 for ${pkcs12Use(wanted)}; at most ${allowed} are allowed for that`;
    return this.#take({ asked: rounds, most: kdfCosts.ours / blocks, refusal }, () => derivePkcs12(wanted));
  }
}
