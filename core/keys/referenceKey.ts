import { readUint } from '../bytes/bytes.ts';
import { findObject, isKeyKind } from '../objects/catalogue.ts';
import { oid, type Oid } from '../objects/oid.ts';

/**
 * Recognises key files of the vendor's OpenSSL provider, which only refer to a key in the chip. The private number of
 * an EC key is the object's id followed by zeros; an RSA key has the number 1 and the object's id as primes.
 * @param number private number of an EC key, or the second prime
 * @returns the key object to which the file refers; undefined for a real number
 */
export function referredObject(number: Uint8Array): Oid | undefined {
  const start = number.findIndex((byte) => byte !== 0);
  const end = number.findLastIndex((byte) => byte !== 0) + 1;
  if (start < 0 || end - start > 2) return undefined;
  const id = oid(readUint(Uint8Array.from([0, 1], (i) => number[start + i] ?? 0)));
  const kind = findObject(id)?.kind;
  return kind !== undefined && isKeyKind(kind) ? id : undefined;
}

/** The key object to which the primes refer, if they are the vendor's reference; undefined for real primes. */
export const referredByPrimes = ([p, q]: readonly [Uint8Array, Uint8Array]): Oid | undefined => (p.length === 1 && p[0] === 1 ? referredObject(q) : undefined);
