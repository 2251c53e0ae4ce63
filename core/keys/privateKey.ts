import type { Randomness } from '../bridge/bytePort.ts';
import { fault } from '../result/fault.ts';
import { err, type Result } from '../result/result.ts';
import { isCurveName, type CurveName } from './curves.ts';
import { ecGenerate } from './ecdsa.ts';
import { readFileItems, type FileItem, type ItemsFault } from './fileItems.ts';
import { ecPrivateKey, rsaPrivateKey, type PrivateKey } from './privateKeyType.ts';
import { unlockItems } from './containerItems.ts';
import { Derivation, type KdfEngine } from './kdf.ts';
import { parseItem, type ItemFault } from './privateItem.ts';
import { rsaGenerate } from './rsaGenerate.ts';

export { ecPrivateKey, openRsa, rsaPrivateKey, type PrivateKey } from './privateKeyType.ts';
export { encodeLockedKeyPem, encodePrivateKeyPem } from './encodePrivateKey.ts';

export interface KeyFileOptions {
  /** The user's name for the input: a file name, or "the pasted text". */
  readonly file: string;
  readonly password?: string;
  /** Derives keys from the password. When absent, our own implementation is used; it is slower, so its limits are lower. */
  readonly engine?: KdfEngine;
}

/**
 * Options for one file. All its parts share one limit for the time that deriving keys from the password may take.
 * Without engine and password, no key is derived. With an engine, which works in the background, the empty password is
 * tried too, because some containers have it.
 */
export function unlocking({ engine, ...options }: KeyFileOptions) {
  const unasked = engine === undefined && options.password === undefined;
  return { ...options, derivation: new Derivation(engine, unasked ? 0 : 1) };
}
type Unlocking = ReturnType<typeof unlocking>;

export type KeyAlgorithm = CurveName | 'rsa1024' | 'rsa2048';

/** Makes a key pair. RSA keys come from WebCrypto, see `rsaGenerate`. */
export async function generateKey(algorithm: KeyAlgorithm, random: Randomness): Promise<PrivateKey> {
  if (isCurveName(algorithm)) return ecPrivateKey(algorithm, ecGenerate(algorithm, random));
  return rsaPrivateKey(await rsaGenerate(algorithm === 'rsa1024' ? 1024 : 2048));
}

export type PrivateKeyFault = ItemsFault | ItemFault | 'key/several' | 'key/public-only' | 'key/certificate-only';

export const privateKinds: ReadonlySet<FileItem['kind']> = new Set(['sec1', 'pkcs1', 'pkcs8', 'encrypted-pkcs8', 'old-encrypted', 'jwk']);

/** What a fault says of a file that holds a request for a certificate. */
export const signingRequest = 'a certificate signing request';

/** Describes a file that has neither a key nor a certificate. */
export function foundInstead(items: readonly FileItem[]): string {
  const kinds = new Set(items.map(({ kind }) => kind));
  if (kinds.has('csr')) return signingRequest;
  if (kinds.has('pkcs7')) return 'a PKCS#7 file without certificates';
  return kinds.size === 0 ? 'a file without a key or certificate' : 'DER data of another type';
}

function noKey(items: readonly FileItem[], file: string): Result<never, PrivateKeyFault> {
  if (items.some(({ kind }) => kind === 'spki')) return err(fault('key/public-only', { file }));
  if (items.some(({ kind }) => kind === 'certificate')) return err(fault('key/certificate-only', { file }));
  return err(fault('key/not-a-key', { file, found: foundInstead(items) }));
}

function theKey(items: readonly FileItem[], options: Unlocking): Result<PrivateKey, PrivateKeyFault> {
  const keys = items.filter(({ kind }) => privateKinds.has(kind));
  const [only] = keys;
  if (only === undefined) return noKey(items, options.file);
  if (keys.length > 1) return err(fault('key/several', { file: options.file, count: keys.length }));
  return parseItem(only, options);
}

/**
 * The one private key of a file: PEM or DER of SEC1, PKCS#1, PKCS#8 (also encrypted), old encrypted PEM, PKCS#12, JWK.
 * Certificates in the file are ignored.
 */
export function parsePrivateKey(bytes: Uint8Array, options: KeyFileOptions): Result<PrivateKey, PrivateKeyFault> {
  const read = readFileItems(bytes, options.file);
  const once = unlocking(options);
  const unlocked = read.ok ? unlockItems(read.value, once) : read;
  if (!unlocked.ok) return unlocked;
  const { items, wipe } = unlocked.value;
  const key = theKey(items, once);
  wipe();
  return key;
}

