import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../bytes/hex.ts';
import { derTags, inContext, inSequence, parseDer, readBitString, readInteger, type DerNode } from '../keys/der.ts';
import type { PrivateKey } from '../keys/privateKey.ts';
import { describePublicKey, readSpki, samePublicKey, type PublicKey } from '../keys/publicKey.ts';
import { fault, type Fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { chipCertificateLimit } from './anchorRules.ts';
import { readExtensions, type Extensions } from './extensions.ts';
import { sayName } from './name.ts';
import { readSignatureAlgorithm, type X509Signature } from './signatureAlgorithm.ts';
import { readTime } from './time.ts';

/** An X.509 certificate (RFC 5280), parsed but not yet trusted. */
export interface Certificate extends Extensions {
  readonly der: Uint8Array;
  /** As people write it: `CN=Device 1, O=Example`. */
  readonly subject: string;
  readonly issuer: string;
  /** DER of the names, for comparing. */
  readonly subjectName: Uint8Array;
  readonly issuerName: Uint8Array;
  /** Lower-case hexadecimal. */
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: PublicKey;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  readonly signatureAlgorithm: X509Signature;
  /** The signed part, and the signature in X.509 form. */
  readonly tbs: Uint8Array;
  readonly signature: Uint8Array;
  /** SHA-256 of the DER, lower-case hexadecimal. */
  readonly fingerprint: string;
}

export type CertificateFault = 'certificate/malformed' | 'certificate/unsupported-key';

/** Fields of a TBSCertificate without its optional version. */
const tbsFields = (tbs: DerNode): readonly DerNode[] => (tbs.children[0]?.tag === 0xa0 ? tbs.children.slice(1) : tbs.children);

/** @param der one certificate, nothing behind it. @param file how the input is called in faults */
export function parseCertificate(der: Uint8Array, file = 'the certificate'): Result<Certificate, CertificateFault> {
  const malformed = (why: string, cause?: Fault): Result<never, 'certificate/malformed'> =>
    err(fault('certificate/malformed', { file, why }, cause));
  const parsed = parseDer(der.slice(), 'The certificate');
  if (!parsed.ok) return malformed('Its bytes cannot be decoded.', parsed.fault);
  const [tbs, algorithm, signatureNode] = inSequence(parsed.value);
  const signature = readBitString(signatureNode);
  if (tbs?.tag !== derTags.sequence || algorithm === undefined || signature === undefined) return malformed('It has not the three parts of one.');
  const [serial, , issuer, validity, subject, spki, ...rest] = tbsFields(tbs);
  const [notBefore, notAfter] = inSequence(validity).map(readTime);
  if (serial?.tag !== derTags.integer || !issuer || !subject || !spki) return malformed('A field of it is missing.');
  if (!notBefore || !notAfter) return malformed('Its validity dates cannot be read.');
  const publicKey = readSpki(spki, file);
  if (!publicKey.ok) {
    if (publicKey.fault.code === 'key/malformed') return malformed(publicKey.fault.data.why);
    return err(fault('certificate/unsupported-key', { file, name: publicKey.fault.data.name }));
  }
  const whole = parsed.value.whole;
  return ok({
    der: whole,
    subject: sayName(subject),
    issuer: sayName(issuer),
    subjectName: subject.whole,
    issuerName: issuer.whole,
    serial: toHex(readInteger(serial) ?? serial.content),
    notBefore,
    notAfter,
    publicKey: publicKey.value,
    spki: spki.whole,
    signatureAlgorithm: readSignatureAlgorithm(algorithm),
    tbs: tbs.whole,
    signature,
    fingerprint: toHex(sha256(whole)),
    ...readExtensions(inContext(rest, 3)?.children[0]?.children ?? []),
  });
}

/** Is the certificate for this key? */
export function belongsTogether(key: PrivateKey, certificate: Certificate): Result<void, 'certificate/other-key'> {
  if (samePublicKey(key.publicKey, certificate.publicKey)) return ok(undefined);
  const certificateKey = describePublicKey(certificate.publicKey);
  const data = { subject: certificate.subject, certificateKey, key: describePublicKey(key.publicKey) };
  return err(fault('certificate/other-key', data));
}

export type CertificateWarning = 'certificate/expired' | 'certificate/not-yet-valid' | 'certificate/over-chip-limit';

/**
 * Looks at a certificate before it goes into an object. Warnings are told and do not stop.
 * @param place.maxSize bytes that the object holds
 * @param place.now the present time
 * @param place.extra bytes that the identity tag adds, default 0
 */
export function checkForObject(
  certificate: Certificate,
  place: { readonly maxSize: number; readonly now: Date; readonly extra?: number },
): Result<readonly Fault<CertificateWarning>[], 'certificate/too-large'> {
  const { subject, der, notBefore, notAfter } = certificate;
  const bytes = der.length + (place.extra ?? 0);
  if (bytes > place.maxSize) return err(fault('certificate/too-large', { subject, bytes, limit: place.maxSize }));
  const warnings: Fault<CertificateWarning>[] = [];
  const day = (date: Date): string => date.toISOString().slice(0, 10);
  if (place.now > notAfter) warnings.push(fault('certificate/expired', { subject, since: day(notAfter) }));
  if (place.now < notBefore) warnings.push(fault('certificate/not-yet-valid', { subject, from: day(notBefore) }));
  if (der.length > chipCertificateLimit) {
    warnings.push(fault('certificate/over-chip-limit', { subject, bytes: der.length, limit: chipCertificateLimit }));
  }
  return ok(warnings);
}
