/// <reference path="./forge.d.ts" />
import { cbc } from '@noble/ciphers/aes.js';
import forge from 'node-forge/lib/forge.js';
import 'node-forge/lib/des.js';
import 'node-forge/lib/rc2.js';
import { concat } from '../bytes/bytes.ts';

/** The number of RC2 is the length of its key and its effective bits. */
export type CbcName = 'aes-128' | 'aes-192' | 'aes-256' | '3des' | '3des-two-keys' | 'des' | 'rc2-40' | 'rc2-64' | 'rc2-128';

/** Key length and block length in bytes. */
export const cbcSizes: Readonly<Record<CbcName, { readonly key: number; readonly block: number }>> = {
  'aes-128': { key: 16, block: 16 },
  'aes-192': { key: 24, block: 16 },
  'aes-256': { key: 32, block: 16 },
  '3des': { key: 24, block: 8 },
  '3des-two-keys': { key: 16, block: 8 },
  des: { key: 8, block: 8 },
  'rc2-40': { key: 5, block: 8 },
  'rc2-64': { key: 8, block: 8 },
  'rc2-128': { key: 16, block: 8 },
};

const toBinary = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
const fromBinary = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Ciphers of old files, from node-forge. */
type OldCipher = Exclude<CbcName, 'aes-128' | 'aes-192' | 'aes-256'>;
const isOld = (name: CbcName): name is OldCipher => !name.startsWith('aes');

function startForge(name: OldCipher, key: Uint8Array, iv: string) {
  if (name === 'rc2-40' || name === 'rc2-64' || name === 'rc2-128') {
    const cipher = forge.rc2.createDecryptionCipher(toBinary(key), 8 * key.length);
    cipher.start(iv);
    return cipher;
  }
  // With two keys, the third key is the first one.
  const whole = name === '3des-two-keys' ? concat(key, key.subarray(0, 8)) : key;
  const cipher = forge.cipher.createDecipher(name === 'des' ? 'DES-CBC' : '3DES-CBC', toBinary(whole));
  cipher.start({ iv });
  return cipher;
}

/** Decrypts and keeps the padding. */
function decryptByForge(name: OldCipher, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const cipher = startForge(name, key, toBinary(iv));
  cipher.update(forge.util.createBuffer(toBinary(data)));
  cipher.finish(() => true);
  return fromBinary(cipher.output.getBytes());
}

/** Decrypts CBC and removes the PKCS#7 padding; undefined when lengths or padding are wrong. */
export function decryptCbc(name: CbcName, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | undefined {
  const { block } = cbcSizes[name];
  if (iv.length !== block || data.length === 0 || data.length % block !== 0) return undefined;
  const padded = isOld(name) ? decryptByForge(name, key, iv, data) : cbc(key, iv, { disablePadding: true }).decrypt(data);
  const fill = padded.at(-1) as number;
  const right = fill >= 1 && fill <= block && padded.subarray(-fill).every((byte) => byte === fill);
  const plain = right ? padded.slice(0, -fill) : undefined;
  padded.fill(0);
  return plain;
}
