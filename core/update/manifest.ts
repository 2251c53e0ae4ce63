import { equal, utf8 } from '../bytes/bytes.ts';
import { oidAt, oidBytes, type Oid } from '../objects/oid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { asArray, asBytes, asInt, asMap, decodeCbor, encodeCbor, inside, type Cbor, type CborMap } from './cbor.ts';

export type SignatureAlgorithm = 'ES_256' | 'RSA_SSA_PKCS1_V1_5_SHA_256';

export type ManifestPayload =
  /** `offset` in bytes within the target object. */
  | { readonly kind: 'data'; readonly offset: number; readonly writeType: 'write' | 'erase-write' }
  | { readonly kind: 'metadata'; readonly contentReset: 'as-object' | 'zeros' | 'random' }
  /** Codes of the metadata tags E0 and E1. */
  | { readonly kind: 'key'; readonly algorithm: number; readonly usage: number };

/** How the payload is encrypted: AES-128-CCM with a key that is derived from `secret` with `label` and `seed`. */
export interface Confidentiality {
  readonly secret: Oid;
  /** 0…32 bytes. */
  readonly label: Uint8Array;
  /** 16…64 bytes. */
  readonly seed: Uint8Array;
}

/** The content of a manifest, without its signature (core/update/README.md). */
export interface ManifestFields {
  readonly signatureAlgorithm: SignatureAlgorithm;
  /** The signature does not cover it: it is in the unprotected header. */
  readonly trustAnchor: Oid;
  readonly payload: ManifestPayload;
  /** Bytes of the whole unencrypted payload. */
  readonly payloadLength: number;
  readonly payloadVersion: number;
  /** SHA-256 of the first fragment as sent. */
  readonly firstFragmentDigest: Uint8Array;
  readonly confidentiality?: Confidentiality;
  /** Empty: for every chip. 25 bytes: for the chip whose UID begins with them. */
  readonly componentId: Uint8Array;
  readonly target: Oid;
}

export interface Manifest extends ManifestFields {
  /** r ‖ s padded, or the RSA block. */
  readonly signature: Uint8Array;
  /** The bytes that are signed. */
  readonly signedBytes: Uint8Array;
}

const signatureAlgorithms = { ES_256: -7, RSA_SSA_PKCS1_V1_5_SHA_256: -65700 } as const;
const payloadTypes = { data: -1, metadata: -2, key: -3 } as const;
const writeTypes = { write: 1, 'erase-write': 2 } as const;
const contentResets = { 'as-object': 0, zeros: 1, random: 2 } as const;
const sha256Id = 41;
const aesCcm = 10;
const tls12PrfSha256 = -65720;

/** Longest label, and shortest and longest seed, in bytes. */
export const labelLimit = 32;
export const seedLimits = { least: 16, most: 64 } as const;

const nameOf = <N extends string>(table: Readonly<Record<N, number>>, code: number | undefined): N | undefined =>
  (Object.keys(table) as N[]).find((name) => table[name] === code);

const map = (...entries: readonly (readonly [number, Cbor])[]): CborMap => new Map(entries);

const protectedHeader = (algorithm: SignatureAlgorithm): Uint8Array => encodeCbor(map([1, signatureAlgorithms[algorithm]]));

function payloadPair(payload: ManifestPayload): readonly [number, number] {
  switch (payload.kind) {
    case 'data':
      return [payload.offset, writeTypes[payload.writeType]];
    case 'metadata':
      return [contentResets[payload.contentReset], 0];
    case 'key':
      return [payload.algorithm, payload.usage];
  }
}

function encryption({ secret, label, seed }: Confidentiality): Cbor {
  const recipient = map([4, oidBytes(secret)], [1, tls12PrfSha256], [5, [label, seed]]);
  const recipients = [[encodeCbor(recipient), null]];
  return [1, [encodeCbor(map([1, aesCcm])), recipients, null]];
}

/** The signed part: version, resources, processors, component. */
function encodeManifestBody(fields: ManifestFields): Uint8Array {
  const { payload, confidentiality } = fields;
  const resource = [payloadTypes[payload.kind], fields.payloadLength, fields.payloadVersion, payloadPair(payload)];
  const digest = [-1, encodeCbor([sha256Id, fields.firstFragmentDigest])];
  const processors = [digest, confidentiality === undefined ? null : encryption(confidentiality)];
  const component = [fields.componentId, oidBytes(fields.target)];
  return encodeCbor([1, null, null, resource, processors, component]);
}

/** The signed bytes: a COSE Sig_structure whose context is a byte string (0x4A), where RFC 8152 has a text string (0x6A). */
const toBeSigned = (algorithm: SignatureAlgorithm, body: Uint8Array): Uint8Array =>
  encodeCbor([utf8('Signature1'), protectedHeader(algorithm), new Uint8Array(), body]);

export const signedBytes = (fields: ManifestFields): Uint8Array => toBeSigned(fields.signatureAlgorithm, encodeManifestBody(fields));

/** The whole manifest, canonical CBOR. */
export function encodeManifest(manifest: ManifestFields & { readonly signature: Uint8Array }): Uint8Array {
  const header = map([4, oidBytes(manifest.trustAnchor)]);
  return encodeCbor([protectedHeader(manifest.signatureAlgorithm), header, encodeManifestBody(manifest), manifest.signature]);
}

const asOid = (item: Cbor | undefined): Oid | undefined => {
  const bytes = asBytes(item, 2);
  return bytes === undefined ? undefined : oidAt(bytes);
};

const within = (value: number | undefined, least: number, most: number): value is number =>
  value !== undefined && value >= least && value <= most;

function readPayload(type: Cbor | undefined, pair: Cbor | undefined): ManifestPayload | undefined {
  const [a, b] = asArray(pair, 2).map(asInt);
  const kind = nameOf(payloadTypes, asInt(type));
  if (kind === 'data') {
    const writeType = nameOf(writeTypes, b);
    return within(a, 0, 0xffff) && writeType !== undefined ? { kind, offset: a, writeType } : undefined;
  }
  if (kind === 'metadata') {
    const contentReset = nameOf(contentResets, a);
    return contentReset !== undefined && b === 0 ? { kind, contentReset } : undefined;
  }
  return kind === 'key' && within(a, 0, 0xff) && within(b, 0, 0xff) ? { kind, algorithm: a, usage: b } : undefined;
}

/** Undefined when malformed, null when there is no seed and label. */
function readEncryption(item: Cbor | undefined): Confidentiality | null | undefined {
  if (item === null) return null;
  const [tag, content] = asArray(item, 2);
  const [cipher, recipients, none] = asArray(content, 3);
  const [header, key] = asArray(asArray(recipients, 1)[0], 2);
  const [secretItem, kdf, inputs] = asMap(inside(header), 4, 1, 5);
  const [label, seed] = asArray(inputs, 2).map((input) => asBytes(input));
  const secret = asOid(secretItem);
  const named = asInt(tag) === 1 && asInt(asMap(inside(cipher), 1)[0]) === aesCcm && asInt(kdf) === tls12PrfSha256;
  if (!named || none !== null || key !== null || secret === undefined || !label || !seed) return undefined;
  const sized = label.length <= labelLimit && within(seed.length, seedLimits.least, seedLimits.most);
  return sized ? { secret, label, seed } : undefined;
}

type Body = Omit<ManifestFields, 'signatureAlgorithm' | 'trustAnchor'>;

/** @returns the name of the part that is wrong when it cannot be read */
function readBody(item: Cbor | undefined): Body | string {
  const [version, , , resource, processors, component] = asArray(item, 6);
  const [type, lengthItem, versionItem, pair] = asArray(resource, 4);
  const [digestItem, encryptionItem] = asArray(processors, 2);
  const [digestTag, digestContent] = asArray(digestItem, 2);
  const [hash, digest] = asArray(inside(digestContent), 2);
  const [componentItem, targetItem] = asArray(component, 2);
  const [payloadLength, payloadVersion, payload] = [asInt(lengthItem), asInt(versionItem), readPayload(type, pair)];
  if (asInt(version) !== 1) return 'Its version is not 1';
  if (payload === undefined) return 'Its payload type or the two numbers after it are unknown';
  if (!within(payloadLength, 0, 0xffffff) || !within(payloadVersion, 0, 0xffff)) return 'Its payload length or version is out of range';
  const firstFragmentDigest = asBytes(digest, 32);
  if (asInt(digestTag) !== -1 || asInt(hash) !== sha256Id || !firstFragmentDigest) return 'The digest of its first fragment is missing';
  const confidentiality = readEncryption(encryptionItem);
  if (confidentiality === undefined) return 'Its encryption part is unknown';
  const [componentId, target] = [asBytes(componentItem), asOid(targetItem)];
  if (componentId === undefined || (componentId.length !== 0 && componentId.length !== 25)) return 'Its component id is neither empty nor 25 bytes';
  if (target === undefined) return 'Its target object is missing';
  const body = { payload, payloadLength, payloadVersion, firstFragmentDigest, componentId, target };
  return confidentiality === null ? body : { ...body, confidentiality };
}

/**
 * Parses a manifest. Strict: canonical CBOR only, nothing missing, unknown or additional.
 * @param bytes as sent with SetObjectProtected (start)
 */
export function parseManifest(bytes: Uint8Array): Result<Manifest, 'update/malformed-manifest'> {
  const malformed = (why: string): Result<never, 'update/malformed-manifest'> => err(fault('update/malformed-manifest', { why }));
  const decoded = decodeCbor(bytes);
  if (!decoded.ok) return malformed(`At byte ${decoded.problem.at} ${decoded.problem.why}.`);
  const [header, unprotected, bodyItem, signatureItem] = asArray(decoded.value, 4);
  const signatureAlgorithm = nameOf(signatureAlgorithms, asInt(asMap(inside(header), 1)[0]));
  const [trustAnchor, signature] = [asOid(asMap(unprotected, 4)[0]), asBytes(signatureItem)];
  if (signatureAlgorithm === undefined) return malformed('Its signature algorithm is unknown.');
  if (trustAnchor === undefined || signature === undefined) return malformed('Its trust anchor or signature is missing.');
  const body = readBody(inside(bodyItem));
  if (typeof body === 'string') return malformed(`${body}.`);
  const fields: ManifestFields = { signatureAlgorithm, trustAnchor, ...body };
  // Some errors (for example a wrong null) do not change the fields. Encoding the fields again finds them.
  if (!equal(encodeManifest({ ...fields, signature }), bytes)) return malformed('A part of it is not as it must be.');
  return ok({ ...fields, signature, signedBytes: signedBytes(fields) });
}
