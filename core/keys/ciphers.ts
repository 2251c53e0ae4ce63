/// <reference path="./forge.d.ts" />
import { cbc } from '@noble/ciphers/aes.js';
import forge from 'node-forge/lib/forge.js';
import 'node-forge/lib/des.js';

export type CbcName = 'aes-128' | 'aes-192' | 'aes-256' | '3des' | 'des';

/** Key length and block length in bytes. */
export const cbcSizes: Readonly<Record<CbcName, { readonly key: number; readonly block: number }>> = {
  'aes-128': { key: 16, block: 16 },
  'aes-192': { key: 24, block: 16 },
  'aes-256': { key: 32, block: 16 },
  '3des': { key: 24, block: 8 },
  des: { key: 8, block: 8 },
};

const toBinary = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
const fromBinary = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

function decryptDes(algorithm: '3DES-CBC' | 'DES-CBC', key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | undefined {
  const cipher = forge.cipher.createDecipher(algorithm, toBinary(key));
  cipher.start({ iv: toBinary(iv) });
  cipher.update(forge.util.createBuffer(toBinary(data)));
  return cipher.finish() ? fromBinary(cipher.output.getBytes()) : undefined;
}

/** Decrypts CBC and takes the PKCS#7 padding off; undefined when lengths or padding are wrong. */
export function decryptCbc(name: CbcName, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array | undefined {
  const { block } = cbcSizes[name];
  if (iv.length !== block || data.length === 0 || data.length % block !== 0) return undefined;
  if (name === '3des') return decryptDes('3DES-CBC', key, iv, data);
  if (name === 'des') return decryptDes('DES-CBC', key, iv, data);
  const padded = cbc(key, iv, { disablePadding: true }).decrypt(data);
  const fill = padded.at(-1) as number;
  if (fill < 1 || fill > block || padded.subarray(-fill).some((byte) => byte !== fill)) return undefined;
  const plain = padded.slice(0, -fill);
  padded.fill(0);
  return plain;
}
