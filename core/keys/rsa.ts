import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import type { Randomness } from '../bridge/bytePort.ts';
import { concat, equal } from '../bytes/bytes.ts';
import { hex } from '../bytes/hex.ts';
import { fromBigint, modPow, toBigint } from './bigints.ts';

export type HashName = 'sha256' | 'sha384' | 'sha512';

/** Both big endian, without leading zeros. */
export interface RsaPublicKey {
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

/** Big-endian components without leading zeros. The primes make the private operation faster. */
export interface RsaPrivateKey extends RsaPublicKey {
  readonly privateExponent: Uint8Array;
  readonly primes: readonly [p: Uint8Array, q: Uint8Array];
}

export const hashes: Readonly<Record<HashName, (message: Uint8Array) => Uint8Array>> = { sha256, sha384, sha512 };

/** DigestInfo before the digest (RFC 8017, section 9.2, note 1). */
const digestInfo: Readonly<Record<HashName, Uint8Array>> = {
  sha256: hex('3031300d060960864801650304020105000420'),
  sha384: hex('3041300d060960864801650304020205000430'),
  sha512: hex('3051300d060960864801650304020305000440'),
};

export const withoutZeros = (bytes: Uint8Array): Uint8Array => bytes.slice(Math.max(0, bytes.findIndex((byte) => byte !== 0)));

/** Bits of a big-endian number. */
function bitsOf(bytes: Uint8Array): number {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : 8 * (bytes.length - first) - Math.clz32(bytes[first] as number) + 24;
}

/** Size in bits, from the modulus. */
export const rsaBits = (key: RsaPublicKey): number => bitsOf(key.modulus);

/** Most bits of a modulus. The time of a verification grows with its third power, and real keys are smaller. */
const rsaLimits = { modulusBits: 4096, exponentBits: 64 } as const;

/** Name of an RSA key that is too large to work with; undefined for other keys. */
export function oversizedRsa(key: RsaPublicKey): string | undefined {
  const [bits, exponentBits] = [rsaBits(key), bitsOf(key.exponent)];
  if (bits > rsaLimits.modulusBits) return `RSA-${bits}, and RSA keys have at most ${rsaLimits.modulusBits} bits here`;
  return exponentBits > rsaLimits.exponentBits ? `RSA with a public exponent of ${exponentBits} bits, and it has at most ${rsaLimits.exponentBits} here` : undefined;
}

/** EMSA-PKCS1-v1_5 (RFC 8017, section 9.2) of an existing digest. @param length of the modulus, bytes */
export function encodeDigest(hash: HashName, digest: Uint8Array, length: number): Uint8Array {
  const info = concat(digestInfo[hash], digest);
  return concat(Uint8Array.of(0, 1), new Uint8Array(length - info.length - 3).fill(0xff), Uint8Array.of(0), info);
}

/** input^exponent mod modulus. */
export function publicOperation(key: RsaPublicKey, input: Uint8Array): Uint8Array {
  const n = toBigint(key.modulus);
  return fromBigint(modPow(toBigint(input), toBigint(key.exponent), n), key.modulus.length);
}

/** Whether the key made the signature. False also for a signature of the wrong length. */
export function rsaVerify(key: RsaPublicKey, hash: HashName, digest: Uint8Array, signature: Uint8Array): boolean {
  const length = key.modulus.length;
  if (signature.length !== length || length < digestInfo[hash].length + digest.length + 11) return false;
  if (toBigint(signature) >= toBigint(key.modulus)) return false;
  return equal(publicOperation(key, signature), encodeDigest(hash, digest, length));
}

/** RSAES-PKCS1-v1_5. Throws (a bug) when the message has more than modulus - 11 bytes. */
export function rsaEncryptPkcs1v15(key: RsaPublicKey, message: Uint8Array, random: Randomness): Uint8Array {
  const space = key.modulus.length - message.length - 3;
  if (space < 8) throw new RangeError(`${message.length} bytes are too long for this RSA key`);
  const padding = new Uint8Array(space);
  for (let at = 0; at < space; ) for (const byte of random(space)) if (byte !== 0 && at < space) padding[at++] = byte;
  return publicOperation(key, concat(Uint8Array.of(0, 2), padding, Uint8Array.of(0), message));
}

/** Whether the components match: n = p·q, and the exponents are inverse to each other. */
export function rsaConsistent(key: RsaPrivateKey): boolean {
  const { length } = key.modulus;
  // Very large numbers would keep the arithmetic busy without end.
  if ([key.exponent, key.privateExponent, ...key.primes].some((number) => number.length > length)) return false;
  const [p, q] = key.primes.map(toBigint) as [bigint, bigint];
  const [e, d] = [toBigint(key.exponent), toBigint(key.privateExponent)];
  if (p < 3n || q < 3n || p * q !== toBigint(key.modulus)) return false;
  return (e * d) % (p - 1n) === 1n && (e * d) % (q - 1n) === 1n;
}
