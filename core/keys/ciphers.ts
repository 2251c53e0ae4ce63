/// <reference path="./forge.d.ts" />
import { cbc } from '@noble/ciphers/aes.js';
import forge from 'node-forge/lib/forge.js';
import 'node-forge/lib/des.js';
import 'node-forge/lib/rc2.js';

export type CbcName = 'aes-128' | 'aes-192' | 'aes-256' | '3des' | 'des' | 'rc2-40' | 'rc2-128';

/** Key length and block length in bytes. */
export const cbcSizes: Readonly<Record<CbcName, { readonly key: number; readonly block: number }>> = {
  'aes-128': { key: 16, block: 16 },
  'aes-192': { key: 24, block: 16 },
  'aes-256': { key: 32, block: 16 },
  '3des': { key: 24, block: 8 },
  des: { key: 8, block: 8 },
  'rc2-40': { key: 5, block: 8 },
  'rc2-128': { key: 16, block: 8 },
};

const toBinary = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
const fromBinary = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Ciphers of old files, from node-forge. */
type OldCipher = Exclude<CbcName, 'aes-128' | 'aes-192' | 'aes-256'>;
const isOld = (name: CbcName): name is OldCipher => !name.startsWith('aes');

function startForge(name: OldCipher, key: string, iv: string) {
  if (name === 'rc2-40' || name === 'rc2-128') {
    const cipher = forge.rc2.createDecryptionCipher(key, name === 'rc2-40' ? 40 : 128);
    cipher.start(iv);
    return cipher;
  }
  const cipher = forge.cipher.createDecipher(name === 'des' ? 'DES-CBC' : '3DES-CBC', key);
  cipher.start({ iv });
  return cipher;
}

function decryptByForge(name: OldCipher, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | undefined {
  const cipher = startForge(name, toBinary(key), toBinary(iv));
  cipher.update(forge.util.createBuffer(toBinary(data)));
  return cipher.finish() ? fromBinary(cipher.output.getBytes()) : undefined;
}

/** Decrypts CBC and removes the PKCS#7 padding; undefined when lengths or padding are wrong. */
export function decryptCbc(name: CbcName, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | undefined {
  const { block } = cbcSizes[name];
  if (iv.length !== block || data.length === 0 || data.length % block !== 0) return undefined;
  if (isOld(name)) return decryptByForge(name, key, iv, data);
  const padded = cbc(key, iv, { disablePadding: true }).decrypt(data);
  const fill = padded.at(-1) as number;
  if (fill < 1 || fill > block || padded.subarray(-fill).some((byte) => byte !== fill)) return undefined;
  const plain = padded.slice(0, -fill);
  padded.fill(0);
  return plain;
}
