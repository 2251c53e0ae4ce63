import { concat, leftPad } from '../bytes/bytes.ts';
import { fault } from '../result/fault.ts';
import { err, type Result } from '../result/result.ts';
import { fromBase64Url } from './base64.ts';
import { checkedEc, checkedRsa, type CheckFault } from './checkedKey.ts';
import { curveNames, curves } from './curves.ts';
import type { PrivateKey } from './privateKeyType.ts';
import { withoutZeros } from './rsa.ts';

export type JwkFault = CheckFault | 'key/unsupported-algorithm' | 'key/unsupported-curve' | 'key/public-only' | 'key/not-a-key';
type Parts = (name: string) => Uint8Array | undefined;

/** Reads a private JSON Web Key (RFC 7517, RFC 7518). */
export function parseJwk(jwk: Readonly<Record<string, unknown>>, file: string): Result<PrivateKey, JwkFault> {
  const { kty, crv, d } = jwk;
  const part: Parts = (name) => {
    const value = jwk[name];
    return typeof value === 'string' && value !== '' ? withoutZeros(fromBase64Url(value)) : undefined;
  };
  if (kty === 'OKP') return err(fault('key/unsupported-algorithm', { file, name: String(crv) }));
  if (kty !== 'EC' && kty !== 'RSA') return err(fault('key/not-a-key', { file, found: `a JWK of the type ${String(kty)}` }));
  if (d === undefined) return err(fault('key/public-only', { file }));
  return kty === 'EC' ? parseEc(part, crv, file) : parseRsa(part, file);
}

function parseEc(part: Parts, crv: unknown, file: string): Result<PrivateKey, JwkFault> {
  const curve = curveNames.find((name) => curves[name].jwk === crv);
  if (curve === undefined) return err(fault('key/unsupported-curve', { file, name: String(crv) }));
  const { bytes } = curves[curve];
  const [d, x, y] = [part('d'), part('x'), part('y')];
  if (d === undefined || [d, x, y].some((value) => (value?.length ?? 0) > bytes)) {
    return err(fault('key/malformed', { file, why: 'A number of it is missing or too long.' }));
  }
  const point = x === undefined || y === undefined ? undefined : concat(leftPad(x, bytes), leftPad(y, bytes));
  return checkedEc(curve, leftPad(d, bytes), point, file);
}

function parseRsa(part: Parts, file: string): Result<PrivateKey, JwkFault> {
  const [n, e, d, p, q] = [part('n'), part('e'), part('d'), part('p'), part('q')];
  if (!n || !e || !d || !p || !q) return err(fault('key/malformed', { file, why: 'A number of it is missing.' }));
  return checkedRsa({ modulus: n, exponent: e, privateExponent: d, primes: [p, q] }, file);
}
