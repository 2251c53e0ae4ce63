import type { Randomness } from '../bridge/bytePort.ts';
import { fromBase64Url } from './base64.ts';
import { bitLength, fromBigint, modInverse } from './bigints.ts';
import { randomPrime } from './primes.ts';
import { withoutZeros, type RsaPrivateKey } from './rsa.ts';

const publicExponent = Uint8Array.of(1, 0, 1);

/**
 * Fresh RSA key with the public exponent 65537.
 * @param random given: primes are drawn from it (repeatable, slower); absent: the runtime's WebCrypto makes the key
 */
export function rsaGenerate(bits: 1024 | 2048, random?: Randomness): Promise<RsaPrivateKey> {
  return random === undefined ? fromWebCrypto(bits) : Promise.resolve(rsaFromRandom(bits, random));
}

/** What is used of WebCrypto: every runtime has it, and core's compiler knows none of their types. */
interface KeyMaker {
  generateKey(algorithm: object, extractable: true, usages: readonly string[]): Promise<{ readonly privateKey: object }>;
  exportKey(format: 'jwk', key: object): Promise<Partial<Record<'n' | 'e' | 'd' | 'p' | 'q', string>>>;
}
const keyMaker = (): KeyMaker => (globalThis as unknown as { readonly crypto: { readonly subtle: KeyMaker } }).crypto.subtle;

async function fromWebCrypto(bits: number): Promise<RsaPrivateKey> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', modulusLength: bits, publicExponent, hash: 'SHA-256' };
  const pair = await keyMaker().generateKey(algorithm, true, ['sign', 'verify']);
  const jwk = await keyMaker().exportKey('jwk', pair.privateKey);
  const part = (name: 'n' | 'e' | 'd' | 'p' | 'q'): Uint8Array => withoutZeros(fromBase64Url(jwk[name] ?? ''));
  return { modulus: part('n'), exponent: part('e'), privateExponent: part('d'), primes: [part('p'), part('q')] };
}

/** The same from drawn primes, at once: 0.1 s to 2 s. */
export function rsaFromRandom(bits: 1024 | 2048, random: Randomness): RsaPrivateKey {
  const e = 65537n;
  for (;;) {
    const [p, q] = [randomPrime(bits / 2, random), randomPrime(bits / 2, random)];
    const d = modInverse(e, (p - 1n) * (q - 1n));
    if (p === q || d === undefined || bitLength(p * q) !== bits) continue;
    const bytes = (value: bigint): Uint8Array => withoutZeros(fromBigint(value, bits / 8));
    return {
      modulus: bytes(p * q),
      exponent: publicExponent.slice(),
      privateExponent: bytes(d),
      primes: [bytes(p), bytes(q)],
    };
  }
}
