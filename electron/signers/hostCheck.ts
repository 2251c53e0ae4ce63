import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { toHex } from '../../core/bytes/hex.ts';
import { encodeSpki, type PublicKey } from '../../core/keys/publicKey.ts';
import { checkHere, type CheckSignature } from '../../core/keys/signer.ts';

/** Converts a key for the host's crypto. Undefined when its curve is not supported: Electron's BoringSSL lacks Brainpool. */
function keyObjectOf(spki: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/** Converted keys by their SPKI. Converting a key takes longer than a check, and a station needs few keys again and again. */
const keys = new Map<string, KeyObject | undefined>();
const mostKeys = 256;

function hostKey(key: PublicKey): KeyObject | undefined {
  const spki = encodeSpki(key);
  const name = toHex(spki);
  if (!keys.has(name)) {
    if (keys.size >= mostKeys) keys.clear();
    keys.set(name, keyObjectOf(spki));
  }
  return keys.get(name);
}

/**
 * Checks signatures with the host's crypto, many times faster than ours. It gets only numbers and a key, never a certificate, so
 * all other decisions stay in our code.
 */
export const hostCheck: CheckSignature = (key, hash, message, signature) => {
  const object = hostKey(key);
  if (object === undefined) return checkHere(key, hash, message, signature);
  try {
    return verify(hash, message, { key: object, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
};
