import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { encodeSpki, type PublicKey } from '../../core/keys/publicKey.ts';
import { checkHere, type CheckSignature } from '../../core/keys/signer.ts';

/** Converts a key for the host's crypto. Undefined when its curve is not supported: Electron's BoringSSL lacks Brainpool. */
function keyObjectOf(key: PublicKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(encodeSpki(key)), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/**
 * Checks signatures with the host's crypto, many times faster than ours. It gets only numbers and a key, never a certificate, so
 * all other decisions stay in our code. Keys are cached, because a reel has few issuers.
 */
export function hostCheck(): CheckSignature {
  const keys = new WeakMap<PublicKey, KeyObject | undefined>();
  return (key, hash, message, signature) => {
    if (!keys.has(key)) keys.set(key, keyObjectOf(key));
    const object = keys.get(key);
    if (object === undefined) return checkHere(key, hash, message, signature);
    try {
      return verify(hash, message, { key: object, dsaEncoding: 'ieee-p1363' }, signature);
    } catch {
      return false;
    }
  };
}
