import type { Randomness } from '../bridge/bytePort.ts';
import { concat } from '../bytes/bytes.ts';
import { curves, type CurveName } from './curves.ts';

/** The input is already a digest, and signatures with a high s are accepted, because the chip makes them. */
const options = { prehash: false, lowS: false } as const;

const uncompressed = (point: Uint8Array): Uint8Array => concat(Uint8Array.of(0x04), point);

/**
 * ECDSA (FIPS 186-4), deterministic nonce (RFC 6979). A digest longer than the curve's order is truncated.
 * @returns r ‖ s, each padded to the curve's byte length
 */
export function ecdsaSign(curve: CurveName, privateKey: Uint8Array, digest: Uint8Array): Uint8Array {
  return curves[curve].curve.sign(digest, privateKey, options);
}

/**
 * @param point X ‖ Y
 * @param signature r ‖ s, padded. A signature of another form or a point off the curve gives false.
 */
export function ecdsaVerify(curve: CurveName, point: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
  const { bytes, curve: ecdsa } = curves[curve];
  if (signature.length !== 2 * bytes || !isPoint(curve, point)) return false;
  return ecdsa.verify(signature, digest, uncompressed(point), options);
}

/** Whether `point` (X ‖ Y) is on the curve. */
export function isPoint(curve: CurveName, point: Uint8Array): boolean {
  return point.length === 2 * curves[curve].bytes && curves[curve].curve.utils.isValidPublicKey(uncompressed(point), false);
}

/** Whether a private key is a scalar in 1…n-1, padded to the curve's byte length. */
export const isScalar = (curve: CurveName, privateKey: Uint8Array): boolean =>
  privateKey.length === curves[curve].bytes && curves[curve].curve.utils.isValidSecretKey(privateKey);

/** @returns X ‖ Y */
export const ecPublicPoint = (curve: CurveName, privateKey: Uint8Array): Uint8Array =>
  curves[curve].curve.getPublicKey(privateKey, false).slice(1);

/** X ‖ Y of a point in SEC1 form, compressed or not; undefined when it is not on the curve. */
export function decodePoint(curve: CurveName, sec1: Uint8Array): Uint8Array | undefined {
  const { curve: ecdsa } = curves[curve];
  if (!ecdsa.utils.isValidPublicKey(sec1)) return undefined;
  return ecdsa.Point.fromBytes(sec1).toBytes(false).slice(1);
}

/** Fresh private key, padded to the curve's byte length. */
export function ecGenerate(curve: CurveName, random: Randomness): Uint8Array {
  const { lengths, utils } = curves[curve].curve;
  return utils.randomSecretKey(random(lengths.seed ?? 2 * curves[curve].bytes));
}

/** X coordinate of the shared point (ECDH, SEC 1), padded. Throws (a bug) for a point off the curve. */
export const ecdhX = (curve: CurveName, privateKey: Uint8Array, point: Uint8Array): Uint8Array =>
  curves[curve].curve.getSharedSecret(privateKey, uncompressed(point), false).slice(1, 1 + curves[curve].bytes);
