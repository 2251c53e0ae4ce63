import { fault, type Fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { readFileItems, type ItemsFault } from '../keys/fileItems.ts';
import { privateKinds, type KeyFileOptions, type PrivateKey } from '../keys/privateKey.ts';
import { parseItem, type ItemFault } from '../keys/privateItem.ts';
import { parseCertificate, type Certificate, type CertificateFault } from './certificate.ts';
import { unwrapCertificate } from './identity.ts';

export interface Material {
  readonly keys: readonly PrivateKey[];
  readonly certificates: readonly Certificate[];
}

export type MaterialFault = ItemsFault | ItemFault | CertificateFault;

/** Finds all private keys and certificates of one file, in any order; a certificate out of its identity tags too. */
export function sniffMaterial(bytes: Uint8Array, options: KeyFileOptions): Result<Material, MaterialFault> {
  const { file } = options;
  const keys: PrivateKey[] = [];
  const identity = bytes[0] === 0xc0 || bytes[0] === 0xc2 ? unwrapCertificate(bytes, file) : undefined;
  const inside = identity?.ok === true ? identity.value.certificates : [];
  const items = inside.length > 0 ? ok([]) : readFileItems(bytes, file);
  if (!items.ok) return items;
  const ders = [...inside, ...items.value.flatMap((item) => (item.kind === 'certificate' ? [item.node.whole] : []))];
  const parsed = parseAll(ders, file);
  if (!parsed.ok) return parsed;
  const certificates = parsed.value;
  for (const item of items.value.filter(({ kind }) => privateKinds.has(kind))) {
    const key = parseItem(item, options);
    if (!key.ok) return key;
    keys.push(key.value);
  }
  if (keys.length + certificates.length > 0) return ok({ keys, certificates });
  const onlyPublic = items.value.some(({ kind }) => kind === 'spki');
  return err(onlyPublic ? fault('key/public-only', { file }) : fault('key/not-a-key', { file, found: 'a file with other things' }));
}

export type CertificatesFault = Exclude<ItemsFault, 'key/not-a-key' | 'key/malformed'> | CertificateFault | 'certificate/none' | 'identity/malformed';

/** Where a certificate was asked for, a file is not spoken of as a key. */
function ofCertificates(why: Fault<ItemsFault>): Fault<CertificatesFault> {
  if (why.code === 'key/not-a-key') return fault('certificate/none', why.data, why.cause);
  return why.code === 'key/malformed' ? fault('certificate/malformed', why.data, why.cause) : why;
}

interface Ders {
  readonly identity: boolean;
  readonly ders: readonly [Uint8Array, ...Uint8Array[]];
}

/** DER of a file's certificates, or of those in its identity tag; keys beside them are not looked at. */
function certificateDers(bytes: Uint8Array, file: string): Result<Ders, CertificatesFault> {
  const identity = bytes[0] === 0xc0 || bytes[0] === 0xc2 ? unwrapCertificate(bytes, file) : undefined;
  if (identity?.ok === false) return identity;
  const items = identity === undefined ? readFileItems(bytes, file) : ok([]);
  if (!items.ok) return err(ofCertificates(items.fault));
  const inside = identity?.value.certificates ?? items.value.flatMap((item) => (item.kind === 'certificate' ? [item.node.whole] : []));
  const [first, ...others] = inside;
  return first === undefined ? err(fault('certificate/none', { file, found: 'a file with other things' })) : ok({ identity: identity !== undefined, ders: [first, ...others] });
}

/** Every certificate of a file, one at least, in the order in which they stand there. */
export function parseCertificates(bytes: Uint8Array, file: string): Result<Certificate[], CertificatesFault> {
  const found = certificateDers(bytes, file);
  return found.ok ? parseAll(found.value.ders, file) : found;
}

export function parseAll(ders: readonly Uint8Array[], file: string): Result<Certificate[], CertificateFault> {
  const certificates: Certificate[] = [];
  for (const der of ders) {
    const parsed = parseCertificate(der, file);
    if (!parsed.ok) return parsed;
    certificates.push(parsed.value);
  }
  return ok(certificates);
}

/** The one certificate of a file, or the first of an identity; keys beside it are not looked at, so that no password is asked for. */
export function parseCertificateFile(bytes: Uint8Array, file: string): Result<Certificate, CertificatesFault | 'certificate/several'> {
  const found = certificateDers(bytes, file);
  if (!found.ok) return found;
  const { identity, ders } = found.value;
  return identity || ders.length === 1 ? parseCertificate(ders[0], file) : err(fault('certificate/several', { file, count: ders.length }));
}
