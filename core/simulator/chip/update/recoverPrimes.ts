import { fromBigint, modPow, toBigint } from '../../../keys/bigints.ts';
import { withoutZeros, type RsaPrivateKey } from '../../../keys/rsa.ts';

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** A factor of n, from a square root of 1 that is neither 1 nor -1 (SP 800-56B, appendix C); undefined when this base gives none. */
function factorWith(base: bigint, n: bigint, odd: bigint, twos: number): bigint | undefined {
  let x = modPow(base, odd, n);
  for (let i = 0; i < twos && x !== 1n && x !== n - 1n; i++) {
    const square = (x * x) % n;
    if (square === 1n) return gcd(x - 1n, n);
    x = square;
  }
  return undefined;
}

/**
 * A data set contains only modulus and exponents; signing here needs the primes.
 * @returns undefined when the exponents do not belong to the modulus
 */
export function recoverPrimes(modulus: Uint8Array, exponent: Uint8Array, privateExponent: Uint8Array): RsaPrivateKey | undefined {
  const [n, e, d] = [toBigint(modulus), toBigint(exponent), toBigint(privateExponent)];
  let odd = e * d - 1n;
  let twos = 0;
  if (odd <= 0n || odd % 2n === 1n || n < 15n) return undefined;
  while (odd % 2n === 0n) {
    odd /= 2n;
    twos += 1;
  }
  for (let base = 2n; base < 60n; base++) {
    const p = factorWith(base, n, odd, twos);
    if (p === undefined || p <= 1n || p === n) continue;
    const bytes = (value: bigint): Uint8Array => withoutZeros(fromBigint(value, modulus.length));
    const primes = [bytes(p), bytes(n / p)] as const;
    return { modulus: withoutZeros(modulus), exponent: withoutZeros(exponent), privateExponent: withoutZeros(privateExponent), primes };
  }
  return undefined;
}
