import { fromHex } from '../../../core/bytes/hex.ts';
import { belongsTogether, type Certificate } from '../../../core/certificates/certificate.ts';
import type { BuildView } from '../../../core/contract/datasets.ts';
import { aesAlgorithmOf, parseAesKey, type AesKey } from '../../../core/keys/aesKey.ts';
import { decodeText } from '../../../core/keys/fileItems.ts';
import type { PrivateKey } from '../../../core/keys/privateKey.ts';
import { describePublicKey } from '../../../core/keys/publicKey.ts';
import { algorithmWords } from '../../../core/objects/codes.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { keyFingerprint } from '../../../core/keys/fingerprint.ts';
import { openMaterial } from './openMaterial.ts';

/** A key of any algorithm that the chip supports, with the certificate from the same file. */
export interface AnyKey {
  readonly key: PrivateKey | AesKey;
  readonly file: string;
  readonly certificate?: Certificate;
}

export const isAes = (key: PrivateKey | AesKey): key is AesKey => !('kind' in key);

/** How a key is shown. An AES key has no fingerprint, because it has no public part. */
export function viewAnyKey({ key, file, certificate }: AnyKey): NonNullable<BuildView['key']> {
  const aes = isAes(key);
  return {
    id: file,
    file,
    algorithm: key.algorithm,
    algorithmName: aes ? algorithmWords[key.algorithm] : describePublicKey(key.publicKey),
    fingerprint: aes ? '' : keyFingerprint(key.publicKey),
    ...(certificate === undefined ? {} : { certificate: certificate.subject }),
  };
}

/** Longest text of an AES key: 32 bytes as `0xNN, `. DER in hexadecimal is always longer. */
const aesTextLimit = 220;

/** Reads an AES key from hexadecimal text or raw bytes; undefined for a file that may contain another kind of key. */
function aesOf(bytes: Uint8Array, file: string): Result<AesKey> | undefined {
  const text = decodeText(bytes);
  const hexText = text !== undefined && text.length <= aesTextLimit && fromHex(text).ok;
  const raw = text === undefined && aesAlgorithmOf(bytes.length) !== undefined;
  return hexText || raw ? parseAesKey(bytes, file) : undefined;
}

/** Reads the AES key of a file; undefined when the file contains something else or a key that cannot be used. */
export function readAes(bytes: Uint8Array, file: string): Result<AesKey> | undefined {
  const read = aesOf(bytes, file);
  return read === undefined || read.ok || read.fault.code === 'key/aes-size' ? read : undefined;
}

/** Reads the only key of a file, with its certificate if that is in the same file. @param aes whether AES keys are allowed */
export async function readAnyKey(bytes: Uint8Array, file: string, password: string | undefined, aes: boolean): Promise<Result<AnyKey>> {
  const raw = aes ? aesOf(bytes, file) : undefined;
  if (raw !== undefined) return raw.ok ? ok({ key: raw.value, file }) : raw;
  const found = await openMaterial(bytes, { file, ...(password === undefined ? {} : { password }) });
  if (!found.ok) return found;
  const { keys, certificates } = found.value;
  const [key] = keys;
  if (keys.length > 1) {
    for (const one of keys) one.secret.wipe();
    return err(fault('key/several', { file, count: keys.length }));
  }
  if (key === undefined) return err(fault('key/certificate-only', { file }));
  const certificate = certificates.find((one) => belongsTogether(key, one).ok);
  return ok({ key, file, ...(certificate === undefined ? {} : { certificate }) });
}
