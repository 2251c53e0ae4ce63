import { hmac } from '@noble/hashes/hmac.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { concat } from '../../bytes/bytes.ts';
import type { HashName } from '../../keys/rsa.ts';

export const hashOf = { sha256, sha384, sha512 } as const satisfies Record<HashName, unknown>;

/** P_hash of TLS 1.2 (RFC 5246, section 5) over secret and label ‖ seed. */
export function tlsPrf(hash: HashName, secret: Uint8Array, labelAndSeed: Uint8Array, length: number): Uint8Array {
  let a = labelAndSeed;
  let output = new Uint8Array();
  while (output.length < length) {
    a = hmac(hashOf[hash], secret, a);
    output = concat(output, hmac(hashOf[hash], secret, concat(a, labelAndSeed))) as Uint8Array<ArrayBuffer>;
  }
  return output.slice(0, length);
}
