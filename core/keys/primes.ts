import type { Randomness } from '../bridge/bytePort.ts';
import { modPow, toBigint } from './bigints.ts';

function smallPrimes(limit: number): bigint[] {
  const primes: number[] = [];
  for (let n = 3; n < limit; n += 2) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  return primes.map(BigInt);
}
const sieve = smallPrimes(2000);

/** Miller-Rabin rounds for random candidates of 512 bits and more (FIPS 186-4, table C.3, rounded up). */
const rounds = 8;

function passes(candidate: bigint, base: bigint): boolean {
  let [odd, twos] = [candidate - 1n, 0];
  while ((odd & 1n) === 0n) [odd, twos] = [odd >> 1n, twos + 1];
  let power = modPow(base, odd, candidate);
  if (power === 1n || power === candidate - 1n) return true;
  for (let i = 1; i < twos; i++) {
    power = (power * power) % candidate;
    if (power === candidate - 1n) return true;
  }
  return false;
}

function isPrime(candidate: bigint, random: Randomness): boolean {
  if (sieve.some((prime) => candidate % prime === 0n)) return false;
  const bytes = Math.ceil(candidate.toString(16).length / 2);
  for (let round = 0; round < rounds; round++) {
    const base = (toBigint(random(bytes)) % (candidate - 3n)) + 2n;
    if (!passes(candidate, base)) return false;
  }
  return true;
}

/**
 * Random prime of exactly `bits` bits (a multiple of 8). Its two top bits are set, so that the product of two such primes
 * has 2·bits.
 */
export function randomPrime(bits: number, random: Randomness): bigint {
  const top = 3n << BigInt(bits - 2);
  for (;;) {
    const start = toBigint(random(bits / 8)) | top | 1n;
    for (let step = 0n; step < 2000n; step += 2n) {
      const candidate = start + step;
      if (candidate >> BigInt(bits) === 0n && isPrime(candidate, random)) return candidate;
    }
  }
}
