import { equal } from '../bytes/bytes.ts';
import { hexNumber } from '../bytes/hex.ts';
import { curves, type CurveName } from '../keys/curves.ts';
import { derLength, derTags, inContext, inSequence, parseDer, readBitString, readOctetString, readOid, type DerNode } from '../keys/der.ts';
import { algorithmOf, describePublicKey, readSpki, type PublicKey } from '../keys/publicKey.ts';
import type { Family } from '../objects/uid.ts';
import type { AnchorBreach, AnchorRule } from '../result/words/anchors.ts';

export type { AnchorBreach } from '../result/words/anchors.ts';

/** Largest certificate, in bytes, that the chip itself reads (manual, error 2A). */
export const chipCertificateLimit = 1300;

/** What the chip's own parser finds in an object that should hold a certificate. */
export interface ChipCertificate {
  /** Every rule that the certificate breaks, in the order in which the chip is expected to check. Empty: the chip can use it. */
  readonly breaches: readonly AnchorBreach[];
  /** The certificate's public key, if it can be read. It may be present although the certificate breaks rules. */
  readonly publicKey?: PublicKey;
}

const breach = (rule: AnchorRule, found: string | number = ''): AnchorBreach => ({ rule, found: String(found) });

const v1Curves: readonly CurveName[] = ['secp256r1', 'secp384r1'];
const usageBits = ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment', 'keyAgreement', 'keyCertSign', 'cRLSign', 'encipherOnly', 'decipherOnly'];
/** All ECDSA signature algorithms (RFC 3279, RFC 5758). */
const ecdsa = '1.2.840.10045.4.';
const oids = { keyUsage: '2.5.29.15', basicConstraints: '2.5.29.19' } as const;

interface Parts {
  readonly tbs: DerNode;
  readonly outerAlgorithm: DerNode;
  readonly version: number;
  readonly serial: DerNode;
  readonly algorithm: DerNode;
  readonly issuer: DerNode;
  readonly spki: DerNode;
  readonly extensions: readonly DerNode[];
}

function partsOf(der: Uint8Array): Parts | undefined {
  const parsed = parseDer(der, 'The certificate');
  const [tbs, outerAlgorithm, signature, more] = parsed.ok ? inSequence(parsed.value) : [];
  if (tbs?.tag !== derTags.sequence || outerAlgorithm?.tag !== derTags.sequence || readBitString(signature) === undefined || more !== undefined) return undefined;
  const numbered = tbs.children[0]?.tag === 0xa0;
  const [serial, algorithm, issuer, validity, subject, spki, ...rest] = numbered ? tbs.children.slice(1) : tbs.children;
  if (serial?.tag !== derTags.integer || algorithm?.tag !== derTags.sequence || issuer?.tag !== derTags.sequence) return undefined;
  if (validity === undefined || subject === undefined || spki === undefined) return undefined;
  // The field holds the version minus one. Absent means version 1.
  const version = numbered ? (tbs.children[0]?.children[0]?.content[0] ?? 0) + 1 : 1;
  return { tbs, outerAlgorithm, version, serial, algorithm, issuer, spki, extensions: inContext(rest, 3)?.children[0]?.children ?? [] };
}

function algorithmBreaches({ algorithm, outerAlgorithm }: Parts): AnchorBreach[] {
  const [, parameters] = [algorithm, outerAlgorithm].find(({ children }) => readOid(children[0])?.startsWith(ecdsa) === true && children.length > 1)?.children ?? [];
  const found = parameters?.tag === derTags.null ? 'NULL' : `tag ${hexNumber(parameters?.tag ?? 0)}`;
  return [...(equal(algorithm.whole, outerAlgorithm.whole) ? [] : [breach('algorithms')]), ...(parameters === undefined ? [] : [breach('parameters', found)])];
}

interface Key {
  readonly breaches: readonly AnchorBreach[];
  readonly publicKey?: PublicKey;
}

function readKey(spki: DerNode, family: Family): Key {
  const read = readSpki(spki, 'the certificate');
  if (!read.ok) return { breaches: [breach('key', read.fault.code === 'key/malformed' ? 'one that cannot be read' : read.fault.data.name)] };
  const publicKey = read.value;
  const known = algorithmOf(publicKey) !== undefined && (publicKey.kind === 'rsa' || family !== 'trust-m-v1' || v1Curves.includes(publicKey.curve));
  const point = readBitString(spki.children[1]);
  const compressed = publicKey.kind === 'ec' && (point?.[0] !== 0x04 || point.length !== 1 + 2 * curves[publicKey.curve].bytes);
  return { publicKey, breaches: [...(known ? [] : [breach('key', describePublicKey(publicKey))]), ...(compressed ? [breach('point', 'a compressed point')] : [])] };
}

/** The value of an extension; `unreadable` when it is present but cannot be read. */
function extension(list: readonly DerNode[], id: string): DerNode | 'unreadable' | undefined {
  const found = list.find(({ children }) => readOid(children[0]) === id);
  if (found === undefined) return undefined;
  const parsed = parseDer(readOctetString(found.children.at(-1)) ?? new Uint8Array(), 'The extension');
  return parsed.ok ? parsed.value : 'unreadable';
}

function constraintBreaches(list: readonly DerNode[]): AnchorBreach[] {
  const constraints = extension(list, oids.basicConstraints);
  if (constraints === undefined) return [];
  if (constraints === 'unreadable' || constraints.tag !== derTags.sequence) return [breach('der')];
  const isCa = constraints.children.some(({ tag, content }) => tag === derTags.boolean && content[0] !== 0);
  return !isCa && constraints.children.some(({ tag }) => tag === derTags.integer) ? [breach('path-length')] : [];
}

/** Names of the usages to which a certificate restricts its key; undefined when it has no restriction or it cannot be read. */
function usagesOf(list: readonly DerNode[]): readonly string[] | undefined {
  const usage = extension(list, oids.keyUsage);
  if (usage === undefined || usage === 'unreadable' || usage.tag !== derTags.bitString) return undefined;
  const bits = usage.content.subarray(1);
  return usageBits.filter((_, bit) => ((bits[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

/** The key usages with which the chip can verify (manual, note 69). */
const verifying = ['digitalSignature', 'keyCertSign'] as const;

function certificateBreaches(parts: Parts, key: Key, usages: readonly string[]): AnchorBreach[] {
  const { version, serial, issuer, extensions } = parts;
  const present = usagesOf(extensions);
  return [
    ...(version === 3 ? [] : [breach('version', version)]),
    ...(serial.content.length >= 1 && serial.content.length <= 20 ? [] : [breach('serial', serial.content.length)]),
    ...algorithmBreaches(parts),
    ...(issuer.children.length > 0 ? [] : [breach('issuer')]),
    ...constraintBreaches(extensions),
    ...key.breaches,
    ...(present === undefined || usages.some((name) => present.includes(name)) ? [] : [breach('usage', present.join(', ') || 'empty')]),
  ];
}

/**
 * Reads an object's content as the chip's own certificate parser does (manual, "Certificate Parser Details", notes 50
 * and 69, errors 29, 2A and 24).
 * @param content the object's content; bytes after the certificate are ignored
 * @param usages if the certificate restricts its key, it must allow one of these; default: those for verifying
 */
export function readAsChip(content: Uint8Array, family: Family, usages: readonly string[] = verifying): ChipCertificate {
  if (content.every((byte) => byte === 0)) return { breaches: [breach('empty')] };
  if (content[0] !== derTags.sequence) return { breaches: [breach('first-byte', hexNumber(content[0] as number))] };
  const length = derLength(content);
  const parts = length === undefined ? undefined : partsOf(content.slice(0, length));
  const size = length !== undefined && length > chipCertificateLimit ? [breach('size', length)] : [];
  if (parts === undefined) return { breaches: size.length > 0 ? size : [breach('der')] };
  const key = readKey(parts.spki, family);
  const { publicKey } = key;
  return { breaches: [...size, ...certificateBreaches(parts, key, usages)], ...(publicKey === undefined ? {} : { publicKey }) };
}

/** Every rule of this chip family for trust anchors that the content breaks. */
export const anchorBreaches = (content: Uint8Array, family: Family): readonly AnchorBreach[] => readAsChip(content, family).breaches;

export type CertificateStatus = 0x29 | 0x2a | 0x24;

/**
 * The chip's error code (F1C2) for a broken rule. 29 is "invalid format"; 2A is for the size and the algorithms. For
 * the key usage the manual names no code: we use 24, "unsupported extension".
 */
export function statusOf({ rule }: AnchorBreach): CertificateStatus {
  if (rule === 'size' || rule === 'key') return 0x2a;
  return rule === 'usage' ? 0x24 : 0x29;
}
