import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { CheckSignature } from '../../../core/certificates/signatureAlgorithm.ts';
import { encodeSpki, verifyDigest, type PublicKey } from '../../../core/keys/publicKey.ts';
import { hashes } from '../../../core/keys/rsa.ts';

/** Undefined where the system's crypto does not know the key's curve: BoringSSL, which Electron has, knows no Brainpool. */
function keyObjectOf(key: PublicKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(encodeSpki(key)), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/**
 * The arithmetic of signatures by the system's crypto: many times faster than ours. It is given numbers and a
 * key, never a certificate, so that it decides nothing but whether they fit. Keys are kept: a reel has few issuers.
 */
export function quickCheck(): CheckSignature {
  const keys = new Map<PublicKey, KeyObject | undefined>();
  return (key, hash, message, signature) => {
    if (!keys.has(key)) keys.set(key, keyObjectOf(key));
    const object = keys.get(key);
    if (object === undefined) return verifyDigest(key, hash, hashes[hash](message), signature);
    try {
      return verify(hash, message, { key: object, dsaEncoding: 'ieee-p1363' }, signature);
    } catch {
      return false;
    }
  };
}
