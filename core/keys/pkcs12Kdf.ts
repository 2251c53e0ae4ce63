import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { concat } from '../bytes/bytes.ts';

export const pkcs12Hashes = { md5, sha1, sha224, sha256, sha384, sha512 } as const;
export type Pkcs12Hash = keyof typeof pkcs12Hashes;

/** The purpose of a derived key (RFC 7292, B.3). */
export const pkcs12Purposes = { key: 1, iv: 2, mac: 3 } as const;

/** A password in the form of PKCS#12: UTF-16, big endian, with a zero character at the end. */
export function bmpPassword(password: string): Uint8Array {
  const bytes = new Uint8Array(2 * password.length + 2);
  for (let i = 0; i < password.length; i++) {
    const code = password.charCodeAt(i);
    bytes[2 * i] = code >> 8;
    bytes[2 * i + 1] = code & 0xff;
  }
  return bytes;
}

/** Repeats a text to a whole number of blocks. An empty text stays empty. */
function repeated(bytes: Uint8Array, block: number): Uint8Array {
  const length = Math.ceil(bytes.length / block) * block;
  return Uint8Array.from({ length }, (_, i) => bytes[i % bytes.length] as number);
}

/** Adds a block and one to each block of `into` (big endian, modulo the block size). */
function addBlock(into: Uint8Array, block: Uint8Array): void {
  for (let start = 0; start < into.length; start += block.length) {
    let carry = 1;
    for (let i = block.length - 1; i >= 0; i--) {
      carry += (into[start + i] as number) + (block[i] as number);
      into[start + i] = carry & 0xff;
      carry >>= 8;
    }
  }
}

export interface Pkcs12Derivation {
  readonly hash: Pkcs12Hash;
  /** See `bmpPassword`. */
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly rounds: number;
  readonly purpose: (typeof pkcs12Purposes)[keyof typeof pkcs12Purposes];
  /** Number of bytes to derive. */
  readonly length: number;
}

/** Key derivation of PKCS#12 (RFC 7292, appendix B.2). The caller limits the rounds and wipes the result. */
export function derivePkcs12({ hash, password, salt, rounds, purpose, length }: Pkcs12Derivation): Uint8Array {
  const digest = pkcs12Hashes[hash];
  const block = digest.blockLen;
  const input = concat(repeated(salt, block), repeated(password, block));
  const out = new Uint8Array(length);
  for (let at = 0; at < length; at += digest.outputLen) {
    let piece = digest(concat(new Uint8Array(block).fill(purpose), input));
    for (let i = 1; i < rounds; i++) piece = digest(piece);
    out.set(piece.subarray(0, length - at), at);
    addBlock(input, Uint8Array.from({ length: block }, (_, i) => piece[i % piece.length] as number));
  }
  input.fill(0);
  return out;
}
