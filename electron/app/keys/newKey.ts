import type { Randomness } from '../../../core/bridge/bytePort.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { generateAesKey, type AesKey } from '../../../core/keys/aesKey.ts';
import type { Lock } from '../../../core/keys/pbes2.ts';
import { encodeLockedKeyPem, encodePrivateKeyPem, generateKey, type PrivateKey } from '../../../core/keys/privateKey.ts';
import type { NewKeyAlgorithm } from '../../../core/objects/codes.ts';
import { isAes } from '../material/index.ts';

/** Makes a new key on the computer, with any algorithm that a chip supports. */
export async function makeKey(algorithm: NewKeyAlgorithm, random: Randomness): Promise<PrivateKey | AesKey> {
  const aes = algorithm === 'aes128' || algorithm === 'aes192' || algorithm === 'aes256';
  return aes ? generateAesKey(algorithm, random) : generateKey(algorithm, random);
}

/**
 * Makes the text of a key file: PEM; for an AES key, hexadecimal digits and a line feed.
 * @param lock encrypts a PEM; AES keys have no encrypted form
 */
export function keyText(key: PrivateKey | AesKey, lock?: Lock): string {
  if (isAes(key)) return key.secret.open((bytes) => `${toHex(bytes)}\n`);
  return lock === undefined ? encodePrivateKeyPem(key) : encodeLockedKeyPem(key, lock);
}
