import { concat, u16 } from '../bytes/bytes.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import { Reader } from '../bytes/reader.ts';
import { aesBytes, type AesAlgorithm, type AesKey } from '../keys/aesKey.ts';
import { curves, isCurveName, type CurveName } from '../keys/curves.ts';
import { ecPublicPoint, isScalar } from '../keys/ecdsa.ts';
import { paddedComponents } from '../keys/pkcs1.ts';
import { openRsa, type PrivateKey } from '../keys/privateKey.ts';
import { withoutZeros } from '../keys/rsa.ts';
import { findObject, keyAlgorithms } from '../objects/catalogue.ts';
import { algorithmCodes, algorithmNames, algorithmWords, type ChipAlgorithm } from '../objects/codes.ts';
import { metadataLimit, metadataSize, metadataTags, metadataWords, metadataFields, parseMetadata } from '../objects/metadata.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { sayBytes } from '../result/format.ts';

type Bad = Result<never, 'update/bad-payload'>;
const bad = (kind: 'key' | 'metadata' | 'data', why: string): Bad => err(fault('update/bad-payload', { kind, why }));

const part = (tag: number, value: Uint8Array): Uint8Array => concat(Uint8Array.of(tag), u16(value.length), value);

/** The chip's name of the key's algorithm. */
export const keyAlgorithmOf = (key: PrivateKey | AesKey): ChipAlgorithm => key.algorithm;

/** Code of the metadata tag E0. */
export const keyCode = (key: PrivateKey | AesKey): number => algorithmCodes[keyAlgorithmOf(key)];

/** TLVs of a key payload (manual, "Format of keys in Payload"). The caller wipes it. */
export function encodeKeyPayload(key: PrivateKey | AesKey): Uint8Array {
  if (!('kind' in key)) return key.secret.open((secret) => part(0x01, secret));
  if (key.kind === 'ec') return key.secret.open((scalar) => concat(part(0x01, scalar), part(0x02, key.publicKey.point)));
  return openRsa(key, (components) => {
    const { privateExponent, modulus, exponent } = paddedComponents(components);
    return concat(part(0x01, privateExponent), part(0x02, modulus), part(0x03, exponent));
  });
}

/** A key payload, decoded. The caller wipes the secret parts. */
export type KeyPayload =
  | { readonly kind: 'ec'; readonly curve: CurveName; readonly scalar: Uint8Array; readonly point?: Uint8Array }
  | {
      readonly kind: 'rsa';
      readonly algorithm: 'rsa1024' | 'rsa2048';
      readonly privateExponent: Uint8Array;
      readonly modulus: Uint8Array;
      readonly exponent: Uint8Array;
    }
  | { readonly kind: 'aes'; readonly algorithm: AesAlgorithm; readonly secret: Uint8Array };

function readParts(payload: Uint8Array): ReadonlyMap<number, Uint8Array> | undefined {
  const parts = new Map<number, Uint8Array>();
  const reader = new Reader(payload, 'The key payload');
  while (reader.left > 0) {
    const tag = reader.uint(1);
    const value = reader.prefixed(2);
    if (!tag.ok || !value.ok || parts.has(tag.value)) return undefined;
    parts.set(tag.value, value.value);
  }
  return parts;
}

function decodeEc(curve: CurveName, parts: ReadonlyMap<number, Uint8Array>): Result<KeyPayload, 'update/bad-payload'> {
  const { bytes } = curves[curve];
  const [scalar, point] = [parts.get(0x01), parts.get(0x02)];
  if (scalar?.length !== bytes) return bad('key', `Its private part has not the ${sayBytes(bytes)} of ${algorithmWords[curve]}.`);
  if (!isScalar(curve, scalar)) return bad('key', 'Its private number is outside the range of its curve.');
  if (parts.size > (point === undefined ? 1 : 2)) return bad('key', 'It has parts that an ECC key has not.');
  if (point === undefined) return ok({ kind: 'ec', curve, scalar });
  const own = ecPublicPoint(curve, scalar);
  if (point.length !== own.length || point.some((byte, i) => byte !== own[i])) return bad('key', 'Its public part does not match its private part.');
  return ok({ kind: 'ec', curve, scalar, point });
}

function decodeRsa(algorithm: 'rsa1024' | 'rsa2048', parts: ReadonlyMap<number, Uint8Array>): Result<KeyPayload, 'update/bad-payload'> {
  const bytes = algorithm === 'rsa1024' ? 128 : 256;
  const [privateExponent, modulus, exponent] = [parts.get(0x01), parts.get(0x02), parts.get(0x03)];
  if (!privateExponent || !modulus || !exponent || parts.size !== 3) return bad('key', 'An RSA key has private exponent, modulus and public exponent.');
  if (privateExponent.length !== bytes || modulus.length !== bytes) return bad('key', `Its numbers have not the ${sayBytes(bytes)} of ${algorithmWords[algorithm]}.`);
  if (exponent.length !== 4 || withoutZeros(modulus).length !== bytes) return bad('key', 'Its public numbers have the wrong size.');
  return ok({ kind: 'rsa', algorithm, privateExponent, modulus, exponent });
}

/** @param algorithm code in the manifest (metadata tag E0) */
export function decodeKeyPayload(algorithm: number, payload: Uint8Array): Result<KeyPayload, 'update/bad-payload'> {
  const name = algorithmNames.get(algorithm);
  const parts = readParts(payload);
  if (name === undefined || name === 'sha256') return bad('key', 'The manifest names no key algorithm of the chip.');
  if (parts === undefined) return bad('key', 'Its parts cannot be told apart.');
  if (isCurveName(name)) return decodeEc(name, parts);
  if (name === 'rsa1024' || name === 'rsa2048') return decodeRsa(name, parts);
  const secret = parts.get(0x01);
  const length = aesBytes[name];
  if (parts.size !== 1 || secret?.length !== length) return bad('key', `${algorithmWords[name]} has one part of ${sayBytes(length)}.`);
  return ok({ kind: 'aes', algorithm: name, secret });
}

/** Whether this object can hold a key of this algorithm. */
export function checkKeyTarget(target: Oid, algorithm: ChipAlgorithm): Result<void, 'update/bad-payload'> {
  const entry = findObject(target);
  const fits = entry !== undefined && keyAlgorithms[entry.kind]?.includes(algorithm) === true;
  return fits ? ok(undefined) : bad('key', `${formatOid(target)} does not hold ${algorithmWords[algorithm]} keys.`);
}

/** Tags that a metadata payload must not contain (manual, "Metadata update"). */
const forbidden: ReadonlySet<number> = new Set([metadataTags.version, metadataTags.max_size, metadataTags.used_size, metadataTags.algorithm]);

/** Checks `20 LL …` of a metadata update: well formed, no forbidden or unknown tag, not too long. */
export function checkMetadataPayload(payload: Uint8Array): Result<void, 'update/bad-payload'> {
  const parsed = parseMetadata(payload);
  if (!parsed.ok) return err(fault('update/bad-payload', { kind: 'metadata', why: 'It is not 20 LL followed by tag, length, value.' }, parsed.fault));
  for (const { tag } of parsed.value) {
    const name = metadataFields.get(tag);
    const code = tag.toString(16).toUpperCase();
    if (name === undefined) return bad('metadata', `Tag ${code} is unknown.`);
    if (forbidden.has(tag)) return bad('metadata', `Tag ${code} (${metadataWords[name]}) must not be in it: the chip keeps this field itself.`);
  }
  const size = metadataSize(parsed.value);
  return size > metadataLimit ? bad('metadata', `It has ${sayBytes(size)} of tags; the chip keeps ${metadataLimit}.`) : ok(undefined);
}

/** Whether these bytes fit into the target at this offset. */
export function checkDataPayload(target: Oid, offset: number, payload: Uint8Array): Result<void, 'update/bad-payload'> {
  const entry = findObject(target);
  if (payload.length === 0) return bad('data', 'It is empty.');
  if (entry === undefined) return ok(undefined);
  if (entry.maxSize === 0) return bad('data', `${formatOid(target)} holds no data (${entry.name}).`);
  const end = offset + payload.length;
  return end > entry.maxSize ? bad('data', `It would end at byte ${end}; ${formatOid(target)} has ${entry.maxSize}.`) : ok(undefined);
}

