import { equal } from '../bytes/bytes.ts';
import { algorithmWords, type ChipAlgorithm } from '../objects/codes.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { curveOfOid, curves, isCurveName, strangerName, type CurveName } from './curves.ts';
import {
  bitString,
  derNull,
  derTags,
  inSequence,
  integer,
  objectIdentifier,
  parseDer,
  readBitString,
  readInteger,
  readOid,
  sequence,
  type DerNode,
} from './der.ts';
import { decodePoint, ecdsaVerify } from './ecdsa.ts';
import { oversizedRsa, rsaBits, rsaVerify, withoutZeros, type HashName } from './rsa.ts';

export type PublicKey =
  | {
      readonly kind: 'ec';
      readonly curve: CurveName;
      /** X ‖ Y, each padded to the curve's byte length. */
      readonly point: Uint8Array;
    }
  | {
      readonly kind: 'rsa';
      /** Big endian, without leading zeros. */
      readonly modulus: Uint8Array;
      readonly exponent: Uint8Array;
    };

export type PublicKeyFault = 'key/malformed' | 'key/unsupported-curve' | 'key/explicit-curve' | 'key/unsupported-algorithm';

export const ecPublicKeyOid = '1.2.840.10045.2.1';
export const rsaEncryptionOid = '1.2.840.113549.1.1.1';

const uncompressed = (point: Uint8Array): Uint8Array => Uint8Array.of(0x04, ...point);

/** RSAPublicKey (PKCS#1): a SEQUENCE of modulus and exponent. */
const rsaSequence = (key: { modulus: Uint8Array; exponent: Uint8Array }): Uint8Array =>
  sequence(integer(key.modulus), integer(key.exponent));

/** SubjectPublicKeyInfo (RFC 5280, RFC 5480), DER. */
export function encodeSpki(key: PublicKey): Uint8Array {
  const [algorithm, parameters, bits] =
    key.kind === 'ec'
      ? [ecPublicKeyOid, objectIdentifier(curves[key.curve].oid), uncompressed(key.point)]
      : [rsaEncryptionOid, derNull(), rsaSequence(key)];
  return sequence(sequence(objectIdentifier(algorithm), parameters), bitString(bits));
}

function readRsa(bits: Uint8Array): (PublicKey & { readonly kind: 'rsa' }) | undefined {
  const parsed = parseDer(bits, 'The RSA key');
  const [modulus, exponent, more] = parsed.ok ? inSequence(parsed.value).map(readInteger) : [];
  if (modulus === undefined || exponent === undefined || more !== undefined) return undefined;
  return { kind: 'rsa', modulus: modulus.slice(), exponent: exponent.slice() };
}

/** The curve that EC parameters name. Explicit parameters (a SEQUENCE) are refused, as RFC 5480 requires. */
export function readCurve(parameters: DerNode | undefined, file: string): Result<CurveName, PublicKeyFault> {
  const name = readOid(parameters);
  if (name === undefined && parameters?.tag !== derTags.sequence) return err(fault('key/malformed', { file, why: 'It does not name its curve.' }));
  if (name === undefined) return err(fault('key/explicit-curve', { file, name: 'explicit curve parameters' }));
  const curve = curveOfOid(name);
  return curve === undefined ? err(fault('key/unsupported-curve', { file, name: strangerName(name) })) : ok(curve);
}

/** Reads a SubjectPublicKeyInfo inside a larger structure. */
export function readSpki(node: DerNode | undefined, file: string): Result<PublicKey, PublicKeyFault> {
  const malformed = (why: string): Result<never, 'key/malformed'> => err(fault('key/malformed', { file, why }));
  const [algorithm, key] = inSequence(node);
  const [name, parameters] = inSequence(algorithm);
  const [id, bits] = [readOid(name), readBitString(key)];
  if (id === undefined || bits === undefined) return malformed('It is not a SubjectPublicKeyInfo.');
  if (id === rsaEncryptionOid) {
    const rsa = readRsa(bits);
    if (rsa === undefined) return malformed('Its RSA numbers cannot be read.');
    const oversized = oversizedRsa(rsa);
    return oversized === undefined ? ok(rsa) : err(fault('key/unsupported-algorithm', { file, name: oversized }));
  }
  if (id !== ecPublicKeyOid) return err(fault('key/unsupported-algorithm', { file, name: strangerName(id) }));
  const curve = readCurve(parameters, file);
  if (!curve.ok) return curve;
  const point = decodePoint(curve.value, bits);
  return point === undefined ? malformed('Its point is not on its curve.') : ok({ kind: 'ec', curve: curve.value, point });
}

/** @param spki DER. @param file name of the input in a fault */
export function parseSpki(spki: Uint8Array, file = 'the public key'): Result<PublicKey, PublicKeyFault | 'der/malformed'> {
  const parsed = parseDer(spki, 'The public key');
  return parsed.ok ? readSpki(parsed.value, file) : parsed;
}

/** The chip's form: BIT STRING around the point, or around a SEQUENCE of two INTEGERs (core/keys/README.md). */
export const encodeChipPublicKey = (key: PublicKey): Uint8Array =>
  bitString(key.kind === 'ec' ? uncompressed(key.point) : rsaSequence(key));

/** Reads an RSA key whose INTEGERs may have leading zeros: the manual's example pads the exponent to four bytes. */
function readPaddedRsa(bits: Uint8Array): PublicKey | undefined {
  const parsed = parseDer(bits, 'The RSA key');
  const numbers = parsed.ok ? inSequence(parsed.value) : [];
  if (numbers.length !== 2 || numbers.some(({ tag }) => tag !== derTags.integer)) return undefined;
  const [modulus, exponent] = numbers.map(({ content }) => withoutZeros(content)) as [Uint8Array, Uint8Array];
  return { kind: 'rsa', modulus, exponent };
}

/** Reads the answer of GenKeyPair. @param algorithm what was generated: the bytes do not name the curve */
export function parseChipPublicKey(algorithm: ChipAlgorithm, bytes: Uint8Array): Result<PublicKey, 'key/malformed'> {
  const parsed = parseDer(bytes, 'The public key');
  const bits = parsed.ok ? readBitString(parsed.value) : undefined;
  const point = bits !== undefined && isCurveName(algorithm) ? decodePoint(algorithm, bits) : undefined;
  if (point !== undefined && isCurveName(algorithm)) return ok({ kind: 'ec', curve: algorithm, point });
  const rsa = bits !== undefined && algorithm.startsWith('rsa') ? readPaddedRsa(bits) : undefined;
  if (rsa !== undefined && algorithmOf(rsa) === algorithm) return ok(rsa);
  const why = `It is not a ${algorithmWords[algorithm]} key in the chip's form.`;
  return err(fault('key/malformed', { file: 'the public key from the chip', why }));
}

export function samePublicKey(a: PublicKey, b: PublicKey): boolean {
  if (a.kind === 'ec') return b.kind === 'ec' && a.curve === b.curve && equal(a.point, b.point);
  return b.kind === 'rsa' && equal(a.modulus, b.modulus) && equal(a.exponent, b.exponent);
}

/** The chip's name of the key's algorithm; undefined for RSA of another size (CA keys). */
export function algorithmOf(key: PublicKey): ChipAlgorithm | undefined {
  if (key.kind === 'ec') return key.curve;
  const bits = rsaBits(key);
  if (bits === 1024) return 'rsa1024';
  return bits === 2048 ? 'rsa2048' : undefined;
}

/** For example "NIST P-256" or "RSA-4096". */
export function describePublicKey(key: PublicKey): string {
  return key.kind === 'ec' ? algorithmWords[key.curve] : `RSA-${rsaBits(key)}`;
}

/** Verifies a signature over an existing digest. @param signature r ‖ s, padded, or the RSASSA-PKCS1-v1_5 block */
export const verifyDigest = (key: PublicKey, hash: HashName, digest: Uint8Array, signature: Uint8Array): boolean =>
  key.kind === 'ec' ? ecdsaVerify(key.curve, key.point, digest, signature) : rsaVerify(key, hash, digest, signature);
