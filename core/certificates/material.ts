import { fault } from '../result/fault.ts';
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
  const [keys, certificates]: [PrivateKey[], Certificate[]] = [[], []];
  const identity = bytes[0] === 0xc0 || bytes[0] === 0xc2 ? unwrapCertificate(bytes, file) : undefined;
  const inside = identity?.ok === true ? identity.value.certificates : [];
  const items = inside.length > 0 ? ok([]) : readFileItems(bytes, file);
  if (!items.ok) return items;
  const ders = [...inside, ...items.value.flatMap((item) => (item.kind === 'certificate' ? [item.node.whole] : []))];
  for (const der of ders) {
    const certificate = parseCertificate(der, file);
    if (!certificate.ok) return certificate;
    certificates.push(certificate.value);
  }
  for (const item of items.value.filter(({ kind }) => privateKinds.has(kind))) {
    const key = parseItem(item, options);
    if (!key.ok) return key;
    keys.push(key.value);
  }
  if (keys.length + certificates.length > 0) return ok({ keys, certificates });
  const onlyPublic = items.value.some(({ kind }) => kind === 'spki');
  return err(onlyPublic ? fault('key/public-only', { file }) : fault('key/not-a-key', { file, found: 'a file with other things' }));
}

/** The one certificate of a file; keys beside it are not looked at, so that no password is asked for. */
export function parseCertificateFile(
  bytes: Uint8Array,
  file: string,
): Result<Certificate, ItemsFault | CertificateFault | 'certificate/none' | 'certificate/several'> {
  const identity = bytes[0] === 0xc0 || bytes[0] === 0xc2 ? unwrapCertificate(bytes, file) : undefined;
  if (identity?.ok === true) return parseCertificate(identity.value.certificates[0] as Uint8Array, file);
  const items = readFileItems(bytes, file);
  if (!items.ok) return items;
  const ders = items.value.flatMap((item) => (item.kind === 'certificate' ? [item.node.whole] : []));
  const [only] = ders;
  if (ders.length > 1) return err(fault('certificate/several', { file, count: ders.length }));
  if (only !== undefined) return parseCertificate(only, file);
  return err(fault('certificate/none', { file, found: 'a file with other things' }));
}
