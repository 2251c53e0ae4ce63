import { leftPad } from '../bytes/bytes.ts';
import { fromBigint, modInverse, toBigint } from './bigints.ts';
import { inSequence, integer, parseDer, readInteger, sequence } from './der.ts';
import { withoutZeros, type RsaPrivateKey } from './rsa.ts';

/** RSAPrivateKey (RFC 8017, appendix A.1.2), DER. */
export function encodePkcs1(key: RsaPrivateKey): Uint8Array {
  const [p, q] = key.primes.map(toBigint) as [bigint, bigint];
  const d = toBigint(key.privateExponent);
  const number = (value: bigint): Uint8Array => integer(fromBigint(value, key.modulus.length));
  const inverse = modInverse(q, p) ?? 0n;
  return sequence(
    integer(0),
    integer(key.modulus),
    integer(key.exponent),
    integer(key.privateExponent),
    integer(key.primes[0]),
    integer(key.primes[1]),
    number(d % (p - 1n)),
    number(d % (q - 1n)),
    number(inverse),
  );
}

/** Reads an RSAPrivateKey; undefined when it is something else, or has more than two primes. */
export function decodePkcs1(der: Uint8Array): RsaPrivateKey | undefined {
  const parsed = parseDer(der, 'The RSA key');
  const numbers = parsed.ok ? inSequence(parsed.value).map(readInteger) : [];
  const [version, modulus, exponent, privateExponent, p, q] = numbers;
  if (numbers.length !== 9 || version?.[0] !== 0 || !modulus || !exponent || !privateExponent || !p || !q) return undefined;
  return {
    modulus: modulus.slice(),
    exponent: exponent.slice(),
    privateExponent: privateExponent.slice(),
    primes: [p.slice(), q.slice()],
  };
}

/** Private exponent and modulus, each as long as the modulus, and the public exponent in 4 bytes: the chip's lengths. */
export function paddedComponents(key: RsaPrivateKey): { privateExponent: Uint8Array; modulus: Uint8Array; exponent: Uint8Array } {
  const modulus = withoutZeros(key.modulus);
  return { privateExponent: leftPad(key.privateExponent, modulus.length), modulus, exponent: leftPad(key.exponent, 4) };
}
