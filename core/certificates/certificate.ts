import { sha256 } from '@noble/hashes/sha2.js';
import { equal } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
import { derTags, inContext, inSequence, parseDer, readBitString, readInteger, readOid, readSmallInteger, type DerNode } from '../keys/der.ts';
import type { PrivateKey } from '../keys/privateKey.ts';
import { describePublicKey, readSpki, samePublicKey, type PublicKey } from '../keys/publicKey.ts';
import { fault, type Fault } from '../result/fault.ts';
import { sayDay } from '../result/format.ts';
import { err, ok, type Result } from '../result/result.ts';
import { chipCertificateLimit } from './anchorRules.ts';
import { isName, sayName } from './name.ts';
import { listExtensions, readExtensions, type Extensions } from './readExtensions.ts';
import { readSignatureAlgorithm, type X509Signature } from './signatureAlgorithm.ts';
import { readTime } from './time.ts';

/** An X.509 certificate (RFC 5280), parsed but not yet trusted. */
export interface Certificate extends Extensions {
  readonly der: Uint8Array;
  /** 1, 2 or 3. Only version 3 has extensions. */
  readonly version: 1 | 2 | 3;
  /** The name as people write it: `CN=Device 1, O=Example`. */
  readonly subject: string;
  readonly issuer: string;
  /** DER of the names, for comparison. */
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
  /** The parameters in the signature's AlgorithmIdentifier. */
  readonly signatureParameters: 'absent' | 'null' | 'other';
  /** The signed bytes: the TBSCertificate, DER. */
  readonly tbs: Uint8Array;
  readonly signature: Uint8Array;
  /** SHA-256 of the DER, lower-case hexadecimal. */
  readonly fingerprint: string;
}

export type CertificateFault = 'certificate/malformed' | 'certificate/unsupported-key';

const versions = [1, 2, 3] as const;
/** What may follow the public key, in this order: two identifiers that nobody uses, and the extensions. */
const optionalTags: readonly number[] = [0x81, 0x82, 0xa3];

interface Fields {
  readonly version: Certificate['version'];
  readonly serial: DerNode;
  readonly algorithm: DerNode;
  readonly issuer: DerNode;
  readonly validity: readonly [notBefore: Date, notAfter: Date];
  readonly subject: DerNode;
  readonly spki: DerNode;
  readonly extensions: NonNullable<ReturnType<typeof listExtensions>>;
}

/** The fields of a TBSCertificate, or what is wrong with it. */
function readFields(tbs: DerNode): Fields | string {
  const numbered = tbs.children[0]?.tag === 0xa0;
  const version = numbered ? versions[readSmallInteger(tbs.children[0]?.children[0]) ?? 9] : 1;
  const [serial, algorithm, issuer, validity, subject, spki, ...rest] = numbered ? tbs.children.slice(1) : tbs.children;
  if (version === undefined) return 'Its version is not 1, 2 or 3.';
  if (serial?.tag !== derTags.integer || serial.content.length === 0 || !algorithm || !issuer || !subject || !spki) return 'A field of it is missing.';
  if (!isName(issuer) || !isName(subject)) return 'A name in it cannot be read.';
  const [notBefore, notAfter, more] = inSequence(validity).map(readTime);
  if (!notBefore || !notAfter || more !== undefined) return 'Its validity dates cannot be read.';
  const places = rest.map(({ tag }) => optionalTags.indexOf(tag));
  if (places.some((place, i) => place <= (places[i - 1] ?? -1))) return 'It holds something that no certificate has.';
  const extensions = listExtensions(inContext(rest, 3));
  if (extensions === undefined) return 'Its extensions cannot be read.';
  return { version, serial, algorithm, issuer, validity: [notBefore, notAfter], subject, spki, extensions };
}

function parametersOf(algorithm: DerNode): Certificate['signatureParameters'] {
  const [, parameters, more] = algorithm.children;
  if (parameters === undefined) return 'absent';
  return more === undefined && parameters.tag === derTags.null && parameters.content.length === 0 ? 'null' : 'other';
}

/** Contradictions between the parts of a certificate. */
function contradictions({ version, extensions, algorithm }: Fields, outer: DerNode): string[] {
  return [
    ...(equal(algorithm.whole, outer.whole) ? [] : ['The signature algorithm inside it is another one than the one outside.']),
    ...(version < 3 && extensions.length > 0 ? [`It has extensions, and its version is ${version}.`] : []),
  ];
}

/** The certificates that were read last, by their DER. One unit reads the same few certificates about ten times. */
const readBefore = new Map<string, Certificate>();
const mostKept = 64;

/**
 * Reads a certificate. If its structure cannot be read, the result is a fault. If only its extensions cannot be read or
 * contradict each other, the certificate has `flaws`: it can be shown, but no chain with it is trusted.
 * @param der one certificate, no bytes after it. @param file name of the input in faults
 */
export function parseCertificate(der: Uint8Array, file = 'the certificate'): Result<Certificate, CertificateFault> {
  const name = toHex(der);
  const before = readBefore.get(name);
  if (before !== undefined) return ok(before);
  const found = readCertificate(der, file);
  if (!found.ok) return found;
  if (readBefore.size >= mostKept) readBefore.clear();
  readBefore.set(name, found.value);
  return found;
}

function readCertificate(der: Uint8Array, file: string): Result<Certificate, CertificateFault> {
  const malformed = (why: string, cause?: Fault): Result<never, 'certificate/malformed'> =>
    err(fault('certificate/malformed', { file, why }, cause));
  const parsed = parseDer(der.slice(), 'The certificate');
  if (!parsed.ok) return malformed('Its bytes cannot be decoded.', parsed.fault);
  const [tbs, algorithm, signatureNode, more] = inSequence(parsed.value);
  const signature = readBitString(signatureNode);
  if (tbs?.tag !== derTags.sequence || readOid(inSequence(algorithm)[0]) === undefined || algorithm === undefined || signature === undefined || more !== undefined) {
    return malformed('It does not have the three parts of one.');
  }
  const fields = readFields(tbs);
  if (typeof fields === 'string') return malformed(fields);
  const { version, serial, issuer, validity, subject, spki } = fields;
  const publicKey = readSpki(spki, file);
  if (!publicKey.ok) {
    if (publicKey.fault.code === 'key/malformed') return malformed(publicKey.fault.data.why);
    return err(fault('certificate/unsupported-key', { file, name: publicKey.fault.data.name }));
  }
  const whole = parsed.value.whole;
  const extensions = readExtensions(fields.extensions);
  return ok({
    ...extensions,
    flaws: [...contradictions(fields, algorithm), ...extensions.flaws],
    der: whole,
    version,
    subject: sayName(subject),
    issuer: sayName(issuer),
    subjectName: subject.whole,
    issuerName: issuer.whole,
    serial: toHex(readInteger(serial) ?? serial.content),
    notBefore: validity[0],
    notAfter: validity[1],
    publicKey: publicKey.value,
    spki: spki.whole,
    signatureAlgorithm: readSignatureAlgorithm(algorithm),
    signatureParameters: parametersOf(algorithm),
    tbs: tbs.whole,
    signature,
    fingerprint: toHex(sha256(whole)),
  });
}

/** Whether the certificate is for this key. */
export function belongsTogether(key: PrivateKey, certificate: Certificate): Result<void, 'certificate/other-key'> {
  if (samePublicKey(key.publicKey, certificate.publicKey)) return ok(undefined);
  const certificateKey = describePublicKey(certificate.publicKey);
  const data = { subject: certificate.subject, certificateKey, key: describePublicKey(key.publicKey) };
  return err(fault('certificate/other-key', data));
}

/**
 * Finds the certificate of this key among others. Two different certificates for one key are a fault, because the
 * program would have to choose one without asking. Copies of one certificate are not a fault.
 * @param file its name is in the fault
 */
export function ownCertificate(key: PrivateKey, certificates: readonly Certificate[], file: string): Result<Certificate | undefined, 'certificate/several-for-key'> {
  const own = certificates.filter((certificate) => belongsTogether(key, certificate).ok);
  const count = new Set(own.map(({ fingerprint }) => fingerprint)).size;
  return count > 1 ? err(fault('certificate/several-for-key', { file, count })) : ok(own[0]);
}

export type CertificateWarning = 'certificate/expired' | 'certificate/not-yet-valid' | 'certificate/over-chip-limit';

/**
 * Whether a certificate fits into an object.
 * @param maxSize bytes that the object can hold
 * @param extra bytes that the identity tag adds
 */
export function checkSize({ subject, der }: Certificate, maxSize: number, extra = 0): Result<void, 'certificate/too-large'> {
  const bytes = der.length + extra;
  return bytes > maxSize ? err(fault('certificate/too-large', { subject, bytes, limit: maxSize })) : ok(undefined);
}

/**
 * Warnings about a certificate; they do not stop anything. @param anchor whether it becomes a trust anchor.
 * `anchorBreaches` checks separately whether the chip can use it
 */
export function certificateWarnings({ subject, der, notBefore, notAfter }: Certificate, now: Date, anchor: boolean): Fault<CertificateWarning>[] {
  return [
    ...(now > notAfter ? [fault('certificate/expired', { subject, since: sayDay(notAfter) })] : []),
    ...(now < notBefore ? [fault('certificate/not-yet-valid', { subject, from: sayDay(notBefore) })] : []),
    ...(!anchor && der.length > chipCertificateLimit ? [fault('certificate/over-chip-limit', { subject, bytes: der.length, limit: chipCertificateLimit })] : []),
  ];
}

/**
 * Checks a certificate before it is written into an object. Warnings are reported but do not stop the write.
 * @param place.maxSize bytes that the object can hold
 * @param place.now the present time
 */
export function checkForObject(
  certificate: Certificate,
  place: { readonly maxSize: number; readonly now: Date },
): Result<readonly Fault<CertificateWarning>[], 'certificate/too-large'> {
  const fits = checkSize(certificate, place.maxSize);
  return fits.ok ? ok(certificateWarnings(certificate, place.now, false)) : fits;
}
