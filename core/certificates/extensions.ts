import { toHex } from '../bytes/hex.ts';
import {
  derTags,
  encodeDer,
  inSequence,
  objectIdentifier,
  octetString,
  parseDer,
  readOctetString,
  readOid,
  readSmallInteger,
  sequence,
  type DerNode,
} from '../keys/der.ts';

const oids = { subjectKeyId: '2.5.29.14', keyUsage: '2.5.29.15', basicConstraints: '2.5.29.19', authorityKeyId: '2.5.29.35' } as const;

/** Bits of the extension KeyUsage, first bit first (RFC 5280, 4.2.1.3). */
const usageNames = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type CertificateUsage = (typeof usageNames)[number];

export interface Extensions {
  readonly isCa: boolean;
  /** How many CAs may follow; absent: any number. */
  readonly pathLength?: number;
  /** Absent: the certificate does not restrict it. */
  readonly keyUsage?: readonly CertificateUsage[];
  /** Lower-case hexadecimal. */
  readonly subjectKeyId?: string;
}

function inner(list: readonly DerNode[], oid: string): DerNode | undefined {
  const extension = list.find(({ children }) => readOid(children[0]) === oid);
  const value = readOctetString(extension?.children.at(-1));
  const parsed = value === undefined ? undefined : parseDer(value, 'The extension');
  return parsed?.ok === true ? parsed.value : undefined;
}

function readUsage(node: DerNode | undefined): CertificateUsage[] | undefined {
  if (node?.tag !== derTags.bitString) return undefined;
  const bits = node.content.subarray(1);
  return usageNames.filter((_, bit) => ((bits[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

/** @param list the items of the Extensions SEQUENCE */
export function readExtensions(list: readonly DerNode[]): Extensions {
  const [ca, pathNode] = inSequence(inner(list, oids.basicConstraints));
  const keyUsage = readUsage(inner(list, oids.keyUsage));
  const keyId = readOctetString(inner(list, oids.subjectKeyId));
  const pathLength = readSmallInteger(pathNode);
  return {
    isCa: ca?.tag === derTags.boolean && ca.content[0] !== 0,
    ...(pathLength === undefined ? {} : { pathLength }),
    ...(keyUsage === undefined ? {} : { keyUsage }),
    ...(keyId === undefined ? {} : { subjectKeyId: toHex(keyId) }),
  };
}

const yes = encodeDer(derTags.boolean, Uint8Array.of(0xff));

function usageBits(usages: readonly CertificateUsage[]): Uint8Array {
  const bits = usages.map((name) => usageNames.indexOf(name));
  const bytes = new Uint8Array(Math.max(...bits) > 7 ? 2 : 1);
  for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] as number) | (0x80 >> (bit & 7));
  const unused = 8 * bytes.length - 1 - Math.max(...bits);
  return encodeDer(derTags.bitString, Uint8Array.of(unused), bytes);
}

const extension = (oid: string, critical: boolean, value: Uint8Array): Uint8Array =>
  sequence(objectIdentifier(oid), ...(critical ? [yes] : []), octetString(value));

/** The extensions that we write. @param keyIds SHA-1 key identifiers (RFC 5280, 4.2.1.2) */
export function encodeExtensions(
  isCa: boolean,
  keyUsage: readonly CertificateUsage[],
  keyIds: { readonly subject: Uint8Array; readonly authority?: Uint8Array },
): Uint8Array {
  const { subject, authority } = keyIds;
  return sequence(
    extension(oids.basicConstraints, true, isCa ? sequence(yes) : sequence()),
    ...(keyUsage.length === 0 ? [] : [extension(oids.keyUsage, true, usageBits(keyUsage))]),
    extension(oids.subjectKeyId, false, octetString(subject)),
    ...(authority === undefined ? [] : [extension(oids.authorityKeyId, false, sequence(encodeDer(0x80, authority)))]),
  );
}
