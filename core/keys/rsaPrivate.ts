import { equal, equalSecret } from '../bytes/bytes.ts';
import { fromBigint, modInverse, modPow, toBigint } from './bigints.ts';
import { encodeDigest, publicOperation, type HashName, type RsaPrivateKey } from './rsa.ts';

// Only for the simulated chip and for tests with seeded keys, which a lint rule enforces. Its time depends on the bits
// of the private exponent, and it is not blinded. Real keys sign through a Signer that uses the host's crypto.

/**
 * The private operation, computed by the Chinese remainder theorem. The result is checked with the public key, because
 * a wrong result would reveal the primes.
 */
function privateOperation(key: RsaPrivateKey, input: Uint8Array): Uint8Array {
  const [p, q] = key.primes.map(toBigint) as [bigint, bigint];
  const [value, d] = [toBigint(input), toBigint(key.privateExponent)];
  const m1 = modPow(value, d % (p - 1n), p);
  const m2 = modPow(value, d % (q - 1n), q);
  const h = ((((m1 - m2) * (modInverse(q, p) ?? 0n)) % p) + p) % p;
  const output = fromBigint(m2 + h * q, key.modulus.length);
  if (!equal(publicOperation(key, output), input)) throw new Error('the RSA key is inconsistent');
  return output;
}

/** RSASSA-PKCS1-v1_5 over an existing digest. @returns as many bytes as the modulus has */
export const rsaSign = (key: RsaPrivateKey, hash: HashName, digest: Uint8Array): Uint8Array =>
  privateOperation(key, encodeDigest(hash, digest, key.modulus.length));

/** RSAES-PKCS1-v1_5; undefined when the padding is wrong. */
export function rsaDecryptPkcs1v15(key: RsaPrivateKey, cipher: Uint8Array): Uint8Array | undefined {
  if (cipher.length !== key.modulus.length || toBigint(cipher) >= toBigint(key.modulus)) return undefined;
  const padded = privateOperation(key, cipher);
  const end = padded.indexOf(0, 2);
  const sound = equalSecret(padded.subarray(0, 2), Uint8Array.of(0, 2)) && end >= 10;
  const message = sound ? padded.slice(end + 1) : undefined;
  padded.fill(0);
  return message;
}
