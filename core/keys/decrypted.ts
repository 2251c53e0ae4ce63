import { isOneBerValue } from './ber.ts';
import { decryptCbc, type CbcName } from './ciphers.ts';
import { derTags } from './der.ts';

export type Decrypted =
  | { readonly kind: 'plain'; readonly bytes: Uint8Array }
  | { readonly kind: 'wrong-password' }
  | { readonly kind: 'unsupported'; readonly name: string };

export const unsupported = (name: string): Decrypted => ({ kind: 'unsupported', name });

/**
 * Decrypts a key or a part of a container, and wipes the key. The content of every locked file is a SEQUENCE: one of 256
 * wrong passwords passes the check of the padding, but what it decrypts to is not one BER value.
 */
export function decryptSequence(cipher: CbcName, key: Uint8Array, iv: Uint8Array, encrypted: Uint8Array): Decrypted {
  const bytes = decryptCbc(cipher, key, iv, encrypted);
  key.fill(0);
  if (bytes?.[0] === derTags.sequence && isOneBerValue(bytes)) return { kind: 'plain', bytes };
  bytes?.fill(0);
  return { kind: 'wrong-password' };
}
