import { curves } from '../../../keys/curves.ts';
import { isScalar } from '../../../keys/ecdsa.ts';
import { Reader } from '../../../bytes/reader.ts';
import { aesBytesOfCode, curveOfCode, rsaBitsOfCode, type StoredKey } from '../keys.ts';
import { recoverPrimes } from './recoverPrimes.ts';

/** `tag(1) length(2) value`, tags in any order (manual, "Format of keys in Payload"). */
function parts(payload: Uint8Array): ReadonlyMap<number, Uint8Array> | undefined {
  const reader = new Reader(payload, 'The key');
  const found = new Map<number, Uint8Array>();
  while (reader.left > 0) {
    const tag = reader.uint(1);
    const value = reader.prefixed(2);
    if (!tag.ok || !value.ok || found.has(tag.value)) return undefined;
    found.set(tag.value, value.value.slice());
  }
  return found;
}

/** Key of a payload, every component padded to the algorithm's length; undefined when the payload is not a valid key. */
export function keyFromPayload(algorithm: number, payload: Uint8Array): StoredKey | undefined {
  const found = parts(payload);
  const first = found?.get(0x01);
  if (found === undefined || first === undefined) return undefined;
  const curve = curveOfCode(algorithm, true);
  if (curve !== undefined) {
    const point = found.get(0x02);
    const sound = isScalar(curve, first) && (point === undefined || point.length === 2 * curves[curve].bytes);
    return sound ? { kind: 'ec', curve, privateKey: first } : undefined;
  }
  const bits = rsaBitsOfCode(algorithm);
  if (bits === undefined) return first.length === aesBytesOfCode(algorithm) ? { kind: 'aes', key: first } : undefined;
  const [modulus, exponent] = [found.get(0x02), found.get(0x03)];
  if (first.length !== bits / 8 || modulus?.length !== bits / 8 || exponent?.length !== 4) return undefined;
  const key = recoverPrimes(modulus, exponent, first);
  return key && { kind: 'rsa', key };
}
