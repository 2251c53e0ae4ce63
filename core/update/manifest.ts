import { utf8 } from '../bytes/bytes.ts';
import { oidBytes, type Oid } from '../objects/oid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { encodeCbor, type Cbor, type CborMap, type Item } from './cbor.ts';
import { ManifestReader } from './manifestReader.ts';

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

type Signed = ManifestFields & Pick<Manifest, 'signature'>;

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
export function encodeManifest(manifest: Signed): Uint8Array {
  const header = map([4, oidBytes(manifest.trustAnchor)]);
  return encodeCbor([protectedHeader(manifest.signatureAlgorithm), header, encodeManifestBody(manifest), manifest.signature]);
}

type Read = Item | undefined;

/** @param pair the two numbers of the payload: for data offset and write type, for a key algorithm and usage, for metadata the reset and 0 */
function readPayload(reader: ManifestReader, type: Read, pair: Read): ManifestPayload | undefined {
  const kind = reader.name(type, payloadTypes, 'payload-type');
  const [a, b] = reader.array(pair, 2, 'payload-details');
  if (kind === 'data') {
    const [offset, writeType] = [reader.number(a, 0, 0xffff, 'offset'), reader.name(b, writeTypes, 'write-type')];
    return offset === undefined || writeType === undefined ? undefined : { kind, offset, writeType };
  }
  if (kind === 'metadata') {
    const contentReset = reader.name(a, contentResets, 'content-reset');
    reader.only(b, 0, 'not-zero');
    return contentReset === undefined ? undefined : { kind, contentReset };
  }
  const [algorithm, usage] = [reader.number(a, 0, 0xff, 'key-algorithm'), reader.number(b, 0, 0xff, 'key-usage')];
  return kind === undefined || algorithm === undefined || usage === undefined ? undefined : { kind, algorithm, usage };
}

/** SHA-256 of the first fragment. */
function readIntegrity(reader: ManifestReader, item: Read): Uint8Array | undefined {
  const [step, content] = reader.array(item, 2, 'integrity');
  reader.only(step, -1, 'integrity');
  const [hash, digest] = reader.array(reader.inside(content, 'digest', 'integrity'), 2, 'digest');
  reader.only(hash, sha256Id, 'hash');
  return reader.bytes(digest, 'digest-length', 32, 32);
}

/** Undefined when malformed, null when the payload is not encrypted. */
function readEncryption(reader: ManifestReader, item: Read): Confidentiality | null | undefined {
  if (item?.value === null) return null;
  const [step, content] = reader.array(item, 2, 'encryption');
  reader.only(step, 1, 'encryption');
  const [cipher, recipients, none] = reader.array(content, 3, 'encryption');
  const [cipherId] = reader.map(reader.inside(cipher, 'cipher', 'cipher'), [1], 'cipher');
  reader.only(cipherId, aesCcm, 'cipher-unknown');
  const [recipient] = reader.array(recipients, 1, 'recipients');
  const [header, key] = reader.array(recipient, 2, 'recipients');
  const [secretItem, kdf, inputs] = reader.map(reader.inside(header, 'recipient', 'recipient'), [4, 1, 5], 'recipient');
  const secret = reader.object(secretItem, 'secret');
  reader.only(kdf, tls12PrfSha256, 'key-derivation');
  const [labelItem, seedItem] = reader.array(inputs, 2, 'derivation');
  const label = reader.bytes(labelItem, 'label', 0, labelLimit);
  const seed = reader.bytes(seedItem, 'seed', seedLimits.least, seedLimits.most);
  for (const unused of [key, none]) reader.only(unused, null, 'not-null');
  return secret === undefined || label === undefined || seed === undefined ? undefined : { secret, label, seed };
}

/** Who takes the update: the chip and its object. */
function readAddressee(reader: ManifestReader, item: Read): Pick<ManifestFields, 'componentId' | 'target'> | undefined {
  const [id, object] = reader.array(item, 2, 'addressee');
  const componentId = reader.bytes(id, 'component-id');
  if (componentId !== undefined && ![0, 25].includes(componentId.length)) return reader.refuse(id, 'component-id');
  const target = reader.object(object, 'target');
  return componentId === undefined || target === undefined ? undefined : { componentId, target };
}

type Body = Omit<ManifestFields, 'signatureAlgorithm' | 'trustAnchor'>;

function readBody(reader: ManifestReader, item: Read): Body | undefined {
  const [version, second, third, resource, processors, component] = reader.array(reader.inside(item, 'body', 'body'), 6, 'body');
  reader.only(version, 1, 'version');
  for (const unused of [second, third]) reader.only(unused, null, 'not-null');
  const [type, length, versionItem, pair] = reader.array(resource, 4, 'payload');
  const payload = readPayload(reader, type, pair);
  const payloadLength = reader.number(length, 0, 0xffffff, 'payload-length');
  const payloadVersion = reader.number(versionItem, 0, 0xffff, 'payload-version');
  const [integrity, encryptionItem] = reader.array(processors, 2, 'protection');
  const firstFragmentDigest = readIntegrity(reader, integrity);
  const confidentiality = readEncryption(reader, encryptionItem);
  const addressee = readAddressee(reader, component);
  if (payload === undefined || payloadLength === undefined || payloadVersion === undefined) return undefined;
  if (firstFragmentDigest === undefined || confidentiality === undefined || addressee === undefined) return undefined;
  const body = { payload, payloadLength, payloadVersion, firstFragmentDigest, ...addressee };
  return confidentiality === null ? body : { ...body, confidentiality };
}

/** Undefined only when the reader has a problem. */
function readManifest(reader: ManifestReader, item: Read): Signed | undefined {
  const [header, unprotected, bodyItem, signatureItem] = reader.array(item, 4, 'not-a-manifest');
  const [algorithm] = reader.map(reader.inside(header, 'header', 'protected-header'), [1], 'protected-header');
  const signatureAlgorithm = reader.name(algorithm, signatureAlgorithms, 'signature-algorithm');
  const [anchor] = reader.map(unprotected, [4], 'unprotected-header');
  const trustAnchor = reader.object(anchor, 'trust-anchor');
  const body = readBody(reader, bodyItem);
  const signature = reader.bytes(signatureItem, 'signature');
  if (signatureAlgorithm === undefined || trustAnchor === undefined || body === undefined || signature === undefined) return undefined;
  return { signatureAlgorithm, trustAnchor, ...body, signature };
}

/**
 * Parses a manifest. Strict: canonical CBOR only, nothing missing, unknown or additional. So a manifest that is taken has
 * the bytes that its fields are encoded to, which are the ones that the signature covers.
 * @param bytes as sent with SetObjectProtected (start)
 */
export function parseManifest(bytes: Uint8Array): Result<Manifest, 'update/malformed-manifest'> {
  const reader = new ManifestReader();
  const manifest = readManifest(reader, reader.decode(bytes, 0));
  const { problem } = reader;
  if (problem !== undefined) return err(fault('update/malformed-manifest', problem));
  const fields = manifest as Signed;
  return ok({ ...fields, signedBytes: signedBytes(fields) });
}
