import { fault, type Fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { unlockItems } from '../keys/containerItems.ts';
import { readFileItems, type FileItem, type ItemsFault } from '../keys/fileItems.ts';
import type { KdfEngine } from '../keys/kdf.ts';
import { foundInstead, privateKinds, unlocking, type KeyFileOptions, type PrivateKey } from '../keys/privateKey.ts';
import { parseItem, type ItemFault } from '../keys/privateItem.ts';
import { parseCertificate, type Certificate, type CertificateFault } from './certificate.ts';
import { unwrapCertificate } from './identity.ts';

export interface Material {
  readonly keys: readonly PrivateKey[];
  readonly certificates: readonly Certificate[];
}

export type MaterialFault = ItemsFault | ItemFault | CertificateFault;

/** Finds all private keys and certificates of one file, in any order, also certificates in identity tags. */
export function sniffMaterial(bytes: Uint8Array, options: KeyFileOptions): Result<Material, MaterialFault> {
  const { file } = options;
  const identity = bytes[0] === 0xc0 || bytes[0] === 0xc2 ? unwrapCertificate(bytes, file) : undefined;
  if (identity?.ok === true) {
    const certificates = parseAll(identity.value.certificates, file);
    return certificates.ok ? ok({ keys: [], certificates: certificates.value }) : certificates;
  }
  const read = readFileItems(bytes, file);
  const once = unlocking(options);
  const unlocked = read.ok ? unlockItems(read.value, once) : read;
  if (!unlocked.ok) return unlocked;
  const material = materialOf(unlocked.value.items, once);
  unlocked.value.wipe();
  return material;
}

function materialOf(items: readonly FileItem[], options: ReturnType<typeof unlocking>): Result<Material, MaterialFault> {
  const { file } = options;
  const certificates = parseAll(items.flatMap((item) => (item.kind === 'certificate' ? [item.node.whole] : [])), file);
  if (!certificates.ok) return certificates;
  const keys: PrivateKey[] = [];
  for (const item of items.filter(({ kind }) => privateKinds.has(kind))) {
    const key = parseItem(item, options);
    if (!key.ok) {
      for (const one of keys) one.secret.wipe();
      return key;
    }
    keys.push(key.value);
  }
  if (keys.length + certificates.value.length > 0) return ok({ keys, certificates: certificates.value });
  const onlyPublic = items.some(({ kind }) => kind === 'spki');
  return err(onlyPublic ? fault('key/public-only', { file }) : fault('key/not-a-key', { file, found: foundInstead(items) }));
}

export type CertificatesFault = 'file/empty' | 'file/too-large' | 'key/truncated' | CertificateFault | 'certificate/none' | 'certificate/in-container' | 'identity/malformed';

/** The fault for a user who was asked for a certificate: it does not call the file a key. */
function ofCertificates(why: Fault<ItemsFault>): Fault<CertificatesFault> {
  if (why.code === 'key/not-a-key') return fault('certificate/none', why.data, why.cause);
  if (why.code === 'key/other-format') return fault('certificate/none', { file: why.data.file, found: why.data.format }, why.cause);
  return why.code === 'key/malformed' ? fault('certificate/malformed', why.data, why.cause) : why;
}

interface Ders {
  readonly identity: boolean;
  readonly ders: readonly [Uint8Array, ...Uint8Array[]];
}

/** DER of a file's certificates, or of those in its identity tag. Keys in the file are ignored. */
function certificateDers(bytes: Uint8Array, options: KeyFileOptions): Result<Ders, CertificatesFault> {
  const { file } = options;
  const identity = bytes[0] === 0xc0 || bytes[0] === 0xc2 ? unwrapCertificate(bytes, file) : undefined;
  if (identity?.ok === false) return identity;
  const items = identity === undefined ? readFileItems(bytes, file) : ok([]);
  if (!items.ok) return err(ofCertificates(items.fault));
  const unlocked = unlockItems(items.value, unlocking(options));
  if (!unlocked.ok) return err(fault('certificate/in-container', { file }));
  unlocked.value.wipe();
  const inside = identity?.value.certificates ?? unlocked.value.items.flatMap((item) => (item.kind === 'certificate' ? [item.node.whole] : []));
  const [first, ...others] = inside;
  if (first !== undefined) return ok({ identity: identity !== undefined, ders: [first, ...others] });
  const key = unlocked.value.items.some(({ kind }) => privateKinds.has(kind) || kind === 'spki');
  return err(fault('certificate/none', { file, found: key ? 'a file without a certificate' : foundInstead(items.value) }));
}

/** All certificates of a file (at least one), in file order. @param engine opens containers that have no password */
export function parseCertificates(bytes: Uint8Array, file: string, engine?: KdfEngine): Result<Certificate[], CertificatesFault> {
  const found = certificateDers(bytes, { file, ...(engine === undefined ? {} : { engine }) });
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

/** The one certificate of a file, or the first of an identity. Keys in the file are ignored, so no password is needed. */
export function parseCertificateFile(bytes: Uint8Array, file: string): Result<Certificate, CertificatesFault | 'certificate/several'> {
  const found = certificateDers(bytes, { file });
  if (!found.ok) return found;
  const { identity, ders } = found.value;
  return identity || ders.length === 1 ? parseCertificate(ders[0], file) : err(fault('certificate/several', { file, count: ders.length }));
}
