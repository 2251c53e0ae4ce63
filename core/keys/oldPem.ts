import { md5 } from '@noble/hashes/legacy.js';
import { concat, utf8 } from '../bytes/bytes.ts';
import { fromHex } from '../bytes/hex.ts';
import { cbcSizes } from './ciphers.ts';
import { decryptSequence, unsupported, type Decrypted } from './decrypted.ts';
import type { PemBlock } from './pem.ts';
import { pemCiphers } from './schemes.ts';

/** OpenSSL's EVP_BytesToKey with MD5 and one round: what old encrypted PEM files use. */
function bytesToKey(password: Uint8Array, salt: Uint8Array, length: number): Uint8Array {
  let [key, last] = [new Uint8Array(), new Uint8Array()];
  while (key.length < length) {
    last = md5(concat(last, password, salt)) as Uint8Array<ArrayBuffer>;
    key = concat(key, last) as Uint8Array<ArrayBuffer>;
  }
  return key.slice(0, length);
}

/** Whether a block has the old encryption (RFC 1421: "Proc-Type: 4,ENCRYPTED"). */
export const isOldEncrypted = (block: PemBlock): boolean => (block.headers['proc-type'] ?? '').includes('ENCRYPTED');

export function decryptOldPem(block: PemBlock, password: string): Decrypted {
  const [algorithm = '', ivText = ''] = (block.headers['dek-info'] ?? '').split(',').map((part) => part.trim());
  const cipher = pemCiphers[algorithm.toUpperCase()];
  const iv = fromHex(ivText);
  if (cipher === undefined) return unsupported(`the cipher ${algorithm || '(unnamed)'}`);
  if (!iv.ok || block.bytes === undefined) return unsupported('damaged parameters');
  const key = bytesToKey(utf8(password), iv.value.subarray(0, 8), cbcSizes[cipher].key);
  return decryptSequence(cipher, key, iv.value, block.bytes);
}
