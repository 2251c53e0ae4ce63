import type { Randomness } from '../bridge/bytePort.ts';
import { bitLength, fromBigint, modInverse } from './bigints.ts';
import { inSequence, parseDer, readOctetString } from './der.ts';
import { decodePkcs1 } from './pkcs1.ts';
import { randomPrime } from './primes.ts';
import { withoutZeros, type RsaPrivateKey } from './rsa.ts';

const publicExponent = Uint8Array.of(1, 0, 1);

/**
 * Makes an RSA key with the public exponent 65537.
 * @param random when given, the primes are drawn from it (repeatable, slower); when absent, the runtime's WebCrypto
 * makes the key
 */
export function rsaGenerate(bits: 1024 | 2048, random?: Randomness): Promise<RsaPrivateKey> {
  return random === undefined ? fromWebCrypto(bits) : Promise.resolve(rsaFromRandom(bits, random));
}

/** The parts of WebCrypto that are used. Every runtime has them, but core's compiler settings do not include their types. */
interface KeyMaker {
  generateKey(algorithm: object, extractable: true, usages: readonly string[]): Promise<{ readonly privateKey: object }>;
  exportKey(format: 'pkcs8', key: object): Promise<ArrayBuffer>;
}
const keyMaker = (): KeyMaker => (globalThis as unknown as { readonly crypto: { readonly subtle: KeyMaker } }).crypto.subtle;

async function fromWebCrypto(bits: number): Promise<RsaPrivateKey> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', modulusLength: bits, publicExponent, hash: 'SHA-256' };
  const pair = await keyMaker().generateKey(algorithm, true, ['sign', 'verify']);
  // The key is not exported as JWK, because Node 20 can deadlock there: it holds the key's lock while it makes the
  // strings, and a garbage collection at that moment waits for the same lock.
  const der = new Uint8Array(await keyMaker().exportKey('pkcs8', pair.privateKey));
  const parsed = parseDer(der, 'The new key');
  const [, , wrapped] = parsed.ok ? inSequence(parsed.value) : [];
  const key = decodePkcs1(readOctetString(wrapped) ?? new Uint8Array());
  der.fill(0);
  if (key === undefined) throw new Error('WebCrypto made no RSA key with two primes.');
  return key;
}

/** Makes an RSA key with primes from `random`, synchronously: 0.1 s to 2 s. */
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
