import type { ECDSA } from '@noble/curves/abstract/weierstrass.js';
import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from '@noble/curves/misc.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';

export type CurveName =
  | 'secp256r1'
  | 'secp384r1'
  | 'secp521r1'
  | 'brainpoolp256r1'
  | 'brainpoolp384r1'
  | 'brainpoolp512r1';

export interface CurveEntry {
  readonly name: CurveName;
  /** Bytes of a coordinate, of a private key and of r and s. */
  readonly bytes: number;
  /** Object identifier (RFC 5480, RFC 5639). */
  readonly oid: string;
  /** Name in a JWK; Brainpool has none (RFC 7518). */
  readonly jwk?: string;
  readonly curve: ECDSA;
}

/** The six curves that Trust M knows (manual, table of algorithm identifiers). */
export const curves: Readonly<Record<CurveName, CurveEntry>> = {
  secp256r1: { name: 'secp256r1', bytes: 32, oid: '1.2.840.10045.3.1.7', jwk: 'P-256', curve: p256 },
  secp384r1: { name: 'secp384r1', bytes: 48, oid: '1.3.132.0.34', jwk: 'P-384', curve: p384 },
  secp521r1: { name: 'secp521r1', bytes: 66, oid: '1.3.132.0.35', jwk: 'P-521', curve: p521 },
  brainpoolp256r1: { name: 'brainpoolp256r1', bytes: 32, oid: '1.3.36.3.3.2.8.1.1.7', curve: brainpoolP256r1 },
  brainpoolp384r1: { name: 'brainpoolp384r1', bytes: 48, oid: '1.3.36.3.3.2.8.1.1.11', curve: brainpoolP384r1 },
  brainpoolp512r1: { name: 'brainpoolp512r1', bytes: 64, oid: '1.3.36.3.3.2.8.1.1.13', curve: brainpoolP512r1 },
};

export const curveNames = Object.keys(curves) as readonly CurveName[];

export const isCurveName = (name: string): name is CurveName => Object.hasOwn(curves, name);

export const curveOfOid = (oid: string): CurveName | undefined => curveNames.find((name) => curves[name].oid === oid);

/** Curves and algorithms that occur in practice and are not supported. The fault names them. */
const strangers: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.1': 'P-192',
  '1.3.132.0.33': 'P-224',
  '1.3.132.0.10': 'secp256k1',
  '1.3.36.3.3.2.8.1.1.1': 'Brainpool P-160 r1',
  '1.3.36.3.3.2.8.1.1.3': 'Brainpool P-192 r1',
  '1.3.36.3.3.2.8.1.1.5': 'Brainpool P-224 r1',
  '1.3.36.3.3.2.8.1.1.8': 'Brainpool P-256 t1',
  '1.3.36.3.3.2.8.1.1.9': 'Brainpool P-320 r1',
  '1.3.36.3.3.2.8.1.1.12': 'Brainpool P-384 t1',
  '1.3.36.3.3.2.8.1.1.14': 'Brainpool P-512 t1',
  '1.3.101.110': 'X25519',
  '1.3.101.111': 'X448',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
  '1.2.840.10040.4.1': 'DSA',
  '1.2.840.10046.2.1': 'Diffie-Hellman',
  '1.2.840.113549.1.1.10': 'RSA-PSS',
  '1.2.840.113549.1.1.7': 'RSA-OAEP',
};

/** Name of a curve or algorithm that the chip does not know. */
export const strangerName = (oid: string): string => strangers[oid] ?? `object identifier ${oid}`;
