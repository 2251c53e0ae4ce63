import { toHex } from '../bytes/hex.ts';
import { sayName } from '../certificates/name.ts';
import { derTags, inSequence, parseDer, readOid, type DerNode } from '../keys/der.ts';
import { ecPublicKeyOid, rsaEncryptionOid } from '../keys/publicKey.ts';

/** The fields of a certificate that the list of a reel shows. They are read without parsing the key. */
export interface CertificateSummary {
  readonly kind: 'ec' | 'rsa' | 'other';
  /** Lower-case hexadecimal. */
  readonly serial: string;
  readonly subject: DerNode;
}

/** Undefined when the bytes are not a certificate. */
export function summaryAt(der: Uint8Array): CertificateSummary | undefined {
  const parsed = parseDer(der, 'The certificate');
  const [tbs, algorithm, signature] = parsed.ok ? inSequence(parsed.value) : [];
  if (tbs?.tag !== derTags.sequence || algorithm?.tag !== derTags.sequence || signature?.tag !== derTags.bitString) return undefined;
  const fields = tbs.children[0]?.tag === 0xa0 ? tbs.children.slice(1) : tbs.children;
  const [serial, , , , subject, spki] = fields;
  const oid = readOid(inSequence(inSequence(spki)[0])[0]);
  if (serial?.tag !== derTags.integer || subject === undefined || oid === undefined) return undefined;
  return { kind: oid === ecPublicKeyOid ? 'ec' : oid === rsaEncryptionOid ? 'rsa' : 'other', serial: toHex(serial.content), subject };
}

/** Subject and serial number for a row of the list. */
export function subjectAndSerial(der: Uint8Array): { readonly subject: string; readonly serial: string } | undefined {
  const glance = summaryAt(der);
  return glance && { subject: sayName(glance.subject), serial: glance.serial };
}
