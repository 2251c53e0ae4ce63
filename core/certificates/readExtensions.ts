import { equal } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
import { derTags, parseDer, readInteger, readOctetString, readOid, readSmallInteger, type DerNode } from '../keys/der.ts';
import { extensionNames, extensionOids as oids, usageNames, type CertificateUsage } from './extensions.ts';
import { isName } from './name.ts';

/** The key that signed a certificate, according to its authority key identifier (RFC 5280, 4.2.1.1). */
export interface AuthorityKey {
  /** Lower-case hexadecimal, as the issuer's `subjectKeyId`. */
  readonly keyId?: string;
  /** Serial number of the issuer's certificate, lower-case hexadecimal. */
  readonly serial?: string;
  /** DER of the name that issued the issuer's certificate. */
  readonly issuer?: Uint8Array;
}

export interface Extensions {
  readonly isCa: boolean;
  /** How many CAs may follow; absent means any number. */
  readonly pathLength?: number;
  /** Absent: the certificate has no such extension, so its key is not restricted. */
  readonly keyUsage?: readonly CertificateUsage[];
  /** Lower-case hexadecimal. */
  readonly subjectKeyId?: string;
  readonly authorityKey?: AuthorityKey;
  /** Whether basicConstraints is marked critical, as a CA's should be. */
  readonly strictCa: boolean;
  /** Whether it has name constraints. This program does not enforce them. */
  readonly limitsNames: boolean;
  /** Names of the critical extensions that this program does not know. */
  readonly unknownCritical: readonly string[];
  /** Contradictions and unreadable parts, as whole sentences. A chain with such a certificate is not trusted. */
  readonly flaws: readonly string[];
}

interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** TRUE and FALSE. DER omits a default value, but many writers write FALSE. */
function readBoolean(node: DerNode | undefined): boolean | undefined {
  const [byte] = node?.tag === derTags.boolean && node.content.length === 1 ? node.content : [];
  return byte === 0xff ? true : byte === 0 ? false : undefined;
}

function readExtension({ tag, children }: DerNode): Extension | undefined {
  const [name, ...rest] = children;
  const [oid, value] = [readOid(name), readOctetString(rest.at(-1))];
  const critical = rest.length === 2 ? readBoolean(rest[0]) : rest.length === 1 ? false : undefined;
  return tag !== derTags.sequence || oid === undefined || value === undefined || critical === undefined ? undefined : { oid, critical, value };
}

/**
 * The items of the field `[3]` of a TBSCertificate.
 * @returns undefined when one of them is not an extension
 */
export function listExtensions(field: DerNode | undefined): readonly Extension[] | undefined {
  if (field === undefined) return [];
  const [list, more] = field.children;
  if (list?.tag !== derTags.sequence || more !== undefined) return undefined;
  const read = list.children.flatMap((node) => readExtension(node) ?? []);
  return read.length === list.children.length ? read : undefined;
}

function readUsage({ tag, content }: DerNode): CertificateUsage[] | undefined {
  const [unused = 8] = content;
  if (tag !== derTags.bitString || unused > 7) return undefined;
  const bits = content.subarray(1);
  const usages = usageNames.filter((_, bit) => ((bits[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
  // RFC 5280, 4.2.1.3: at least one bit is set.
  return usages.length === 0 ? undefined : usages;
}

function readConstraints(node: DerNode): { readonly isCa: boolean; readonly pathLength?: number } | undefined {
  const [first, ...others] = node.children;
  const flag = first?.tag === derTags.boolean;
  const isCa = flag ? readBoolean(first) : false;
  const [length, more] = flag ? others : node.children;
  const pathLength = readSmallInteger(length);
  if (node.tag !== derTags.sequence || isCa === undefined || more !== undefined || (length !== undefined && pathLength === undefined)) return undefined;
  return { isCa, ...(pathLength === undefined ? {} : { pathLength }) };
}

const magnitude = (content: Uint8Array): string => toHex(content[0] === 0 && content.length > 1 ? content.subarray(1) : content);

/** keyIdentifier, authorityCertIssuer, authorityCertSerialNumber: each may be absent, none may occur twice. */
const authorityTags: readonly number[] = [0x80, 0xa1, 0x82];

function readAuthority(node: DerNode): AuthorityKey | undefined {
  const places = node.children.map(({ tag }) => authorityTags.indexOf(tag));
  if (node.tag !== derTags.sequence || places.some((place, i) => place <= (places[i - 1] ?? -1))) return undefined;
  const [keyId, names, serial] = authorityTags.map((tag) => node.children.find((one) => one.tag === tag));
  if (names?.children.every(isGeneralName) === false) return undefined;
  const issuer = names?.children.find(({ tag }) => tag === 0xa4)?.children[0];
  return {
    ...(keyId === undefined ? {} : { keyId: toHex(keyId.content) }),
    ...(serial === undefined ? {} : { serial: magnitude(serial.content) }),
    ...(issuer === undefined ? {} : { issuer: issuer.whole }),
  };
}

const isSequence = ({ tag }: DerNode): boolean => tag === derTags.sequence;
const isSequenceOf = (node: DerNode, each: (item: DerNode) => boolean): boolean => isSequence(node) && node.children.length > 0 && node.children.every(each);
const isOid = (node: DerNode | undefined): boolean => readOid(node) !== undefined;
/** A GeneralName: the tag tells which of nine alternatives it is. */
function isGeneralName({ tag, content, children: [first, second, more] }: DerNode): boolean {
  switch (tag) {
    case 0xa0:
      return isOid(first) && second?.tag === 0xa0 && more === undefined;
    case 0xa4:
      return first !== undefined && isName(first) && second === undefined;
    case 0x88:
      return content.length > 0;
    default:
      return [0x81, 0x82, 0xa3, 0xa5, 0x86, 0x87].includes(tag);
  }
}
const isDistributionPoint = (node: DerNode): boolean => isSequence(node) && node.children.every(({ tag }) => [0xa0, 0x81, 0xa2].includes(tag));
const isContextNumber = ({ tag, content }: DerNode): boolean => (tag === 0x80 || tag === 0x81) && content.length > 0 && (content[0] as number) < 0x80;

/** Extensions whose content is not used. Only its form is checked. */
const shapes: Readonly<Record<string, (node: DerNode) => boolean>> = {
  [oids.subjectAltName]: (node) => isSequenceOf(node, isGeneralName),
  [oids.issuerAltName]: (node) => isSequenceOf(node, isGeneralName),
  [oids.nameConstraints]: (node) => isSequenceOf(node, ({ tag }) => tag === 0xa0 || tag === 0xa1),
  [oids.crlAddresses]: (node) => isSequenceOf(node, isDistributionPoint),
  [oids.policies]: (node) => isSequenceOf(node, (policy) => isSequence(policy) && isOid(policy.children[0])),
  [oids.policyMappings]: (node) => isSequenceOf(node, (pair) => isSequence(pair) && pair.children.length === 2 && pair.children.every(isOid)),
  [oids.policyConstraints]: (node) => isSequenceOf(node, isContextNumber),
  [oids.extendedKeyUsage]: (node) => isSequenceOf(node, isOid),
  [oids.authorityInformation]: (node) => isSequenceOf(node, isSequence),
  [oids.inhibitAnyPolicy]: (node) => readInteger(node) !== undefined,
  [oids.netscapeType]: ({ tag, content }) => tag === derTags.bitString && content.length > 0,
};

/** Critical extensions that this program may ignore, because it never checks a name, a purpose or a policy. */
const harmless: ReadonlySet<string> = new Set([oids.basicConstraints, oids.keyUsage, oids.subjectAltName, oids.extendedKeyUsage, oids.policies, oids.nameConstraints]);

/** Extensions that change the conditions for a chain, critical or not: proxies (RFC 3820), Internet numbers (RFC 3779). */
const alwaysCritical: ReadonlySet<string> = new Set([oids.proxy, oids.addressBlocks, oids.autonomousSystems]);

const nameOf = (oid: string): string => extensionNames[oid] ?? oid;

class Reader {
  readonly flaws: string[] = [];
  readonly #list: readonly Extension[];

  constructor(list: readonly Extension[]) {
    this.#list = list;
    const seen = new Set<string>();
    for (const { oid } of list) {
      if (seen.has(oid)) this.flaws.push(`Its extension ${nameOf(oid)} is there twice.`);
      seen.add(oid);
    }
  }

  /**
   * The value that `take` reads from an extension. Undefined when there is no such extension, or when it cannot be read; the
   * latter adds a flaw.
   */
  read<T>(oid: string, take: (node: DerNode) => T | undefined): T | undefined {
    const found = this.#list.find((one) => one.oid === oid);
    if (found === undefined) return undefined;
    const parsed = parseDer(found.value, 'The extension');
    const taken = parsed.ok ? take(parsed.value) : undefined;
    if (taken === undefined) this.flaws.push(`Its extension ${nameOf(oid)} cannot be read.`);
    return taken;
  }
}

/** @param list result of `listExtensions` */
export function readExtensions(list: readonly Extension[]): Extensions {
  const reader = new Reader(list);
  const constraints = reader.read(oids.basicConstraints, readConstraints);
  const keyUsage = reader.read(oids.keyUsage, readUsage);
  const subjectKeyId = reader.read(oids.subjectKeyId, readOctetString);
  const authorityKey = reader.read(oids.authorityKeyId, readAuthority);
  for (const { oid } of list) {
    const fits = shapes[oid];
    if (fits !== undefined) reader.read(oid, (node) => (fits(node) ? true : undefined));
  }
  const { isCa = false, pathLength } = constraints ?? {};
  if (pathLength !== undefined && !isCa) reader.flaws.push('It limits the path length, but is not a CA.');
  if (keyUsage?.includes('keyCertSign') === true && !isCa) reader.flaws.push('Its key may sign certificates (keyCertSign), but it is not a CA.');
  return {
    isCa,
    strictCa: list.some(({ oid, critical }) => oid === oids.basicConstraints && critical),
    limitsNames: list.some(({ oid }) => oid === oids.nameConstraints),
    unknownCritical: list.filter(({ oid, critical }) => alwaysCritical.has(oid) || (critical && !harmless.has(oid))).map(({ oid }) => nameOf(oid)),
    flaws: reader.flaws,
    ...(pathLength === undefined ? {} : { pathLength }),
    ...(keyUsage === undefined ? {} : { keyUsage }),
    ...(subjectKeyId === undefined ? {} : { subjectKeyId: toHex(subjectKeyId) }),
    ...(authorityKey === undefined ? {} : { authorityKey }),
  };
}

/** Whether this certificate matches what another certificate says about its issuer's key. Fields that are absent match everything. */
export function fitsAuthority(authority: AuthorityKey | undefined, issuer: { readonly subjectKeyId?: string; readonly serial: string; readonly issuerName: Uint8Array }): boolean {
  const { keyId, serial, issuer: name } = authority ?? {};
  if (keyId !== undefined && issuer.subjectKeyId !== undefined && keyId !== issuer.subjectKeyId) return false;
  if (serial !== undefined && serial !== issuer.serial) return false;
  return name === undefined || equal(name, issuer.issuerName);
}
