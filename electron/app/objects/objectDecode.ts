import { toHexWords } from '../../../core/bytes/hex.ts';
import type { Certificate } from '../../../core/certificates/certificate.ts';
import { certificatesIn } from '../../../core/certificates/certificatesIn.ts';
import type { ObjectForm } from '../../../core/certificates/identity.ts';
import type { DecodedGroup } from '../../../core/contract/objects.ts';
import { describePublicKey } from '../../../core/keys/publicKey.ts';
import type { ObjectEntry } from '../../../core/objects/catalogue.ts';
import { lifecycleNames } from '../../../core/objects/codes.ts';
import { contentState, type Content } from '../../../core/objects/contentState.ts';
import { parseCounter } from '../../../core/objects/counter.ts';
import type { Metadata } from '../../../core/objects/metadata.ts';
import { parseUid } from '../../../core/objects/uid.ts';
import { sayBytes, sayChipId, sayDay, sayFingerprint } from '../../../core/result/format.ts';
import { bootFlag, readMonitor } from './chipFigures.ts';

const forms: Readonly<Record<ObjectForm, string>> = { der: 'plain DER', 'tls-identity': 'TLS identity (tag C0)', 'usb-c': 'USB Type-C identity (tag C2)' };

const group = (title: string, rows: Readonly<Record<string, string>>): DecodedGroup => ({
  title,
  rows: Object.entries(rows).map(([label, text]) => ({ label, text })),
});


function certificateRows({ subject, issuer, serial, notBefore, notAfter, publicKey, fingerprint, der, isCa, keyUsage, signatureAlgorithm, flaws }: Certificate) {
  return {
    Subject: subject,
    Issuer: issuer,
    Serial: serial,
    Valid: `${sayDay(notBefore)} to ${sayDay(notAfter)}`,
    Key: describePublicKey(publicKey),
    Signature: signatureAlgorithm.name,
    ...(keyUsage === undefined ? {} : { 'Key usage': keyUsage.join(', ') }),
    Authority: isCa ? 'yes, it can sign certificates' : 'no',
    'SHA-256': sayFingerprint(fingerprint),
    Size: sayBytes(der.length),
    ...(flaws.length === 0 ? {} : { Faults: `${flaws.join(' ')} No chain with it is trusted.` }),
  };
}

function decodeCertificates(data: Uint8Array): DecodedGroup[] {
  const inside = certificatesIn(data);
  if (inside === undefined) return [];
  const { form, certificates } = inside;
  const title = (at: number): string => (certificates.length === 1 ? 'Certificate' : `Certificate ${at + 1} of ${certificates.length}`);
  return certificates.map((certificate, at) => group(title(at), { ...(at === 0 ? { Form: forms[form] } : {}), ...certificateRows(certificate) }));
}

function decodeUid(data: Uint8Array): DecodedGroup[] {
  const uid = parseUid(data);
  if (!uid.ok) return [];
  const { chipId, family, build, batch, x, y, romCode, firmwareId, chipType } = uid.value;
  const rows = { 'Chip id': sayChipId(chipId), Family: family, Build: build, Batch: batch.toUpperCase(), X: String(x), Y: String(y), 'Chip type': chipType.toUpperCase(), 'ROM code': romCode.toUpperCase(), 'Firmware id': firmwareId.toUpperCase() };
  return [group('Coprocessor UID', rows)];
}

function decodeCounter(data: Uint8Array): DecodedGroup[] {
  const counter = parseCounter(data);
  if (counter === undefined) return [];
  const { value, threshold } = counter;
  const left = Math.max(0, threshold - value);
  return [group('Counter', { Value: String(value), Threshold: String(threshold), Left: left === 0 ? 'none: keys linked to it are blocked' : String(left) })];
}

const first = (data: Uint8Array): number => data[0] ?? 0;

function decodeSetting(id: number, data: Uint8Array): DecodedGroup[] {
  switch (id) {
    case 0xe0c3:
      return [group('Setting', { 'Sleep delay': `${first(data)} ms` })];
    case 0xe0c4:
      return [group('Setting', { 'Current limit': `${first(data)} mA` })];
    case 0xe0c6:
      return [group('Setting', { 'Largest message': sayBytes(first(data) * 256 + (data[1] ?? 0)) })];
    case 0xe0c9:
      return [{ title: 'Security monitor', rows: readMonitor(data) }];
    default:
      return [];
  }
}

/** Explains an object's bytes, as rows with titles. */
export function decode({ kind, id }: ObjectEntry, data: Uint8Array): DecodedGroup[] {
  switch (kind) {
    case 'lifecycle':
      return [group('Lifecycle', { State: lifecycleNames.get(first(data)) ?? `unknown (${toHexWords(data)})` })];
    case 'uid':
      return decodeUid(data);
    case 'counter':
      return decodeCounter(data);
    case 'event-counter':
      return [group('Security events', { Count: `${first(data)} of 255` })];
    case 'security-status':
      return [group('Security status', { 'Boot phase': (first(data) & bootFlag) === 0 ? 'ended' : 'active (set at reset, cleared by the host)', Bits: first(data).toString(2).padStart(8, '0') })];
    case 'setting':
      return decodeSetting(id, data);
    default:
      return decodeCertificates(data);
  }
}

const printable = (data: Uint8Array): boolean => data.every((byte) => byte >= 0x20 && byte < 0x7f);

const whyNotRead = { secret: 'a secret, not shown', 'not-readable': 'not readable' } as const;

/** Describes the content in a few words, for the list. */
export function glanceOf(entry: ObjectEntry, metadata: Metadata, content: Content): string {
  if (typeof content === 'string') return whyNotRead[content];
  if (contentState(entry, metadata, content) === 'empty') return 'empty';
  return sayContent(entry, content);
}

function sayContent(entry: ObjectEntry, data: Uint8Array): string {
  const counter = entry.kind === 'counter' ? parseCounter(data) : undefined;
  if (counter !== undefined) return `${counter.value} of ${counter.threshold}`;
  if (entry.kind === 'uid') return `chip ${decodeUid(data)[0]?.rows[0]?.text ?? ''}`;
  const inside = certificatesIn(data);
  if (inside !== undefined) return `${inside.certificates[0]?.subject ?? ''}${inside.certificates.length > 1 ? ` and ${inside.certificates.length - 1} more` : ''}`;
  const [only] = decode(entry, data);
  if (only !== undefined && only.rows[0] !== undefined) return only.rows[0].text;
  const head = data.subarray(0, 24);
  return printable(head) ? `“${new TextDecoder().decode(head)}${data.length > 24 ? '…' : ''}”` : `${toHexWords(data.subarray(0, 6))}${data.length > 6 ? ' …' : ''}`;
}
