import type { Randomness } from '../bridge/bytePort.ts';
import { fault } from '../result/fault.ts';
import { err, type Result } from '../result/result.ts';
import { isCurveName, type CurveName } from './curves.ts';
import { ecGenerate } from './ecdsa.ts';
import { readFileItems, type FileItem, type ItemsFault } from './fileItems.ts';
import { ecPrivateKey, rsaPrivateKey, type PrivateKey } from './heldKey.ts';
import { parseItem, type ItemFault } from './privateItem.ts';
import { rsaGenerate } from './rsaGenerate.ts';

export { ecPrivateKey, openRsa, rsaPrivateKey, signDigest, type PrivateKey } from './heldKey.ts';
export { encodePrivateKeyPem } from './encodePrivateKey.ts';

export interface KeyFileOptions {
  /** What the user calls the input: a file name, or "the pasted text". */
  readonly file: string;
  readonly password?: string;
}

export type KeyAlgorithm = CurveName | 'rsa1024' | 'rsa2048';

/** Fresh key pair. RSA comes from WebCrypto, see `rsaGenerate`. */
export async function generateKey(algorithm: KeyAlgorithm, random: Randomness): Promise<PrivateKey> {
  if (isCurveName(algorithm)) return ecPrivateKey(algorithm, ecGenerate(algorithm, random));
  return rsaPrivateKey(await rsaGenerate(algorithm === 'rsa1024' ? 1024 : 2048));
}

export type PrivateKeyFault = ItemsFault | ItemFault | 'key/several' | 'key/public-only' | 'key/certificate-only';

export const privateKinds: ReadonlySet<FileItem['kind']> = new Set(['sec1', 'pkcs1', 'pkcs8', 'encrypted-pkcs8', 'old-encrypted', 'jwk']);

function noKey(items: readonly FileItem[], file: string): Result<never, PrivateKeyFault> {
  if (items.some(({ kind }) => kind === 'spki')) return err(fault('key/public-only', { file }));
  if (items.some(({ kind }) => kind === 'certificate')) return err(fault('key/certificate-only', { file }));
  const found = items.some(({ kind }) => kind === 'csr') ? 'a certificate signing request' : 'a file with other things';
  return err(fault('key/not-a-key', { file, found }));
}

/**
 * The one private key of a file: PEM or DER of SEC1, PKCS#1, PKCS#8 (PBES2 too), old encrypted PEM, JWK. Certificates
 * beside it are passed over.
 */
export function parsePrivateKey(bytes: Uint8Array, options: KeyFileOptions): Result<PrivateKey, PrivateKeyFault> {
  const items = readFileItems(bytes, options.file);
  if (!items.ok) return items;
  const keys = items.value.filter(({ kind }) => privateKinds.has(kind));
  const [only] = keys;
  if (only === undefined) return noKey(items.value, options.file);
  if (keys.length > 1) return err(fault('key/several', { file: options.file, count: keys.length }));
  return parseItem(only, options);
}

