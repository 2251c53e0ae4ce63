import type { Randomness } from '../bridge/bytePort.ts';
import { fromHex } from '../bytes/hex.ts';
import { Secret } from '../bytes/secret.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { decodeText } from './fileItems.ts';

export type AesAlgorithm = 'aes128' | 'aes192' | 'aes256';

/** Key lengths in bytes. */
export const aesBytes: Readonly<Record<AesAlgorithm, number>> = { aes128: 16, aes192: 24, aes256: 32 };

export interface AesKey {
  readonly algorithm: AesAlgorithm;
  readonly secret: Secret;
}

export const aesAlgorithmOf = (bytes: number): AesAlgorithm | undefined =>
  (Object.keys(aesBytes) as AesAlgorithm[]).find((name) => aesBytes[name] === bytes);

export const generateAesKey = (algorithm: AesAlgorithm, random: Randomness): AesKey => ({
  algorithm,
  secret: new Secret(random(aesBytes[algorithm])),
});

/** Reads a text file with the key in hexadecimal, or a file that is the key itself (16, 24 or 32 bytes). */
export function parseAesKey(bytes: Uint8Array, file: string): Result<AesKey, 'key/not-a-key' | 'key/aes-size'> {
  const text = decodeText(bytes);
  const read = text === undefined ? undefined : fromHex(text, file);
  const isText = read?.ok === true;
  if (!isText && aesAlgorithmOf(bytes.length) === undefined) {
    return err(fault('key/not-a-key', { file, found: 'neither hexadecimal text nor 16, 24 or 32 bytes' }));
  }
  const key = isText ? read.value : bytes.slice();
  const algorithm = aesAlgorithmOf(key.length);
  return algorithm === undefined ? err(fault('key/aes-size', { file, bytes: key.length })) : ok({ algorithm, secret: new Secret(key) });
}
