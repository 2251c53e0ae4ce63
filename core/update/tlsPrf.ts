import { hmac } from '@noble/hashes/hmac.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { concat } from '../bytes/bytes.ts';

const hashes = { sha256, sha384, sha512 } as const;

/**
 * P_hash of TLS 1.2 (RFC 5246, section 5) over label ‖ seed.
 * @param length bytes wanted
 */
export function tlsPrf(
  secret: Uint8Array,
  label: Uint8Array,
  seed: Uint8Array,
  length: number,
  hash: keyof typeof hashes = 'sha256',
): Uint8Array {
  const input = concat(label, seed);
  const output = new Uint8Array(length);
  let a: Uint8Array = input;
  for (let at = 0; at < length; ) {
    a = hmac(hashes[hash], secret, a);
    const block = hmac(hashes[hash], secret, concat(a, input)).subarray(0, length - at);
    output.set(block, at);
    at += block.length;
  }
  return output;
}
