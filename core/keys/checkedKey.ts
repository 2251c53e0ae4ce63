import { equal } from '../bytes/bytes.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import type { CurveName } from './curves.ts';
import { isScalar } from './ecdsa.ts';
import { ecPrivateKey, rsaPrivateKey, type PrivateKey } from './privateKeyType.ts';
import { formatOid } from '../objects/oid.ts';
import { algorithmOf } from './publicKey.ts';
import { referredByPrimes, referredObject } from './referenceKey.ts';
import { rsaBits, rsaConsistent, withoutZeros, type RsaPrivateKey } from './rsa.ts';

export type CheckFault = 'key/malformed' | 'key/rsa-size' | 'key/rsa-exponent' | 'key/reference';
type Checked = Result<PrivateKey, CheckFault>;

const malformed = (file: string, why: string): Checked => err(fault('key/malformed', { file, why }));

/** Checks a scalar against its curve, and against its public point if there is one. */
export function checkedEc(curve: CurveName, scalar: Uint8Array, point: Uint8Array | undefined, file: string): Checked {
  const key = isScalar(curve, scalar) ? ecPrivateKey(curve, scalar) : undefined;
  if (key !== undefined && point !== undefined && equal(point, key.publicKey.point)) return ok(key);
  const referred = referredObject(scalar);
  if (referred !== undefined) return err(fault('key/reference', { file, object: formatOid(referred) }));
  if (key === undefined) return malformed(file, 'Its private number is outside the range of its curve.');
  if (point === undefined) return ok(key);
  return malformed(file, 'Its public part does not match its private part.');
}

/** Checks size and consistency of an RSA key. */
export function checkedRsa(components: RsaPrivateKey | undefined, file: string): Checked {
  if (components === undefined) return malformed(file, 'Its RSA numbers cannot be read.');
  const referred = referredByPrimes(components.primes);
  if (referred !== undefined) return err(fault('key/reference', { file, object: formatOid(referred) }));
  const algorithm = algorithmOf({ kind: 'rsa', modulus: components.modulus, exponent: components.exponent });
  if (algorithm === undefined) return err(fault('key/rsa-size', { file, bits: rsaBits(components) }));
  if (withoutZeros(components.exponent).length > 4) return err(fault('key/rsa-exponent', { file, bytes: components.exponent.length }));
  return rsaConsistent(components) ? ok(rsaPrivateKey(components)) : malformed(file, 'Its RSA numbers do not match.');
}
