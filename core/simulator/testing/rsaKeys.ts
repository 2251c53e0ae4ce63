import { hex } from '../../bytes/hex.ts';
import type { RsaPrivateKey } from '../../keys/rsa.ts';
import keys from './rsaKeys.json' with { type: 'json' };

/** Ready-made RSA keys, so that tests do not wait for primes. They were made with OpenSSL for these tests only. */
export function testRsaKey(bits: 1024 | 2048): Promise<RsaPrivateKey> {
  const key = keys[`${bits}`];
  return Promise.resolve({
    modulus: hex(key.modulus),
    exponent: hex(key.exponent),
    privateExponent: hex(key.privateExponent),
    primes: [hex(key.p), hex(key.q)],
  });
}
