import { readFileItems, type FileItem } from '../keys/fileItems.ts';
import { privateKinds } from '../keys/privateKey.ts';
import { readSpki, type PublicKey } from '../keys/publicKey.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { parseCertificate } from './certificate.ts';

/** A public key from a file. */
export interface NamedPublicKey {
  readonly publicKey: PublicKey;
  /** Subject of the certificate that contained the key. */
  readonly subject?: string;
}

const noKey = (file: string, why: string): Result<never, 'job/no-public-key'> => err(fault('job/no-public-key', { file, why }));

function keyOf(item: FileItem, file: string): Result<NamedPublicKey> | undefined {
  if (item.kind === 'spki') {
    const key = readSpki(item.node, file);
    return key.ok ? ok({ publicKey: key.value }) : key;
  }
  if (item.kind !== 'certificate') return undefined;
  const certificate = parseCertificate(item.node.whole, file);
  return certificate.ok ? ok({ publicKey: certificate.value.publicKey, subject: certificate.value.subject }) : certificate;
}

/**
 * The one public key of a file: a SubjectPublicKeyInfo or a certificate, PEM or DER. A file with a private key is refused,
 * because only the key's owner should have that file.
 * @param file the user's name for it
 */
export function parsePublicKeyFile(bytes: Uint8Array, file: string): Result<NamedPublicKey> {
  const items = readFileItems(bytes, file);
  if (!items.ok) return items;
  if (items.value.some((item) => item.kind === 'jwk' && item.jwk['d'] === undefined)) return noKey(file, 'It is a JSON Web Key.');
  if (items.value.some(({ kind }) => privateKinds.has(kind) || kind === 'pkcs12')) return noKey(file, 'It holds a private key.');
  const keys = items.value.flatMap((item) => keyOf(item, file) ?? []);
  const [first] = keys;
  if (first === undefined) return noKey(file, 'It is neither a public key nor a certificate.');
  return keys.length === 1 ? first : noKey(file, `It holds ${keys.length} keys or certificates.`);
}
