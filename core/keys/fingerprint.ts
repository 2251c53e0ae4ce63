import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../bytes/hex.ts';
import { encodeSpki, type PublicKey } from './publicKey.ts';

/** The first 16 hexadecimal digits of a SHA-256: short enough to compare by eye. */
export const shortFingerprint = (bytes: Uint8Array): string => toHex(sha256(bytes)).slice(0, 16);

/** Of a key: of its public part as SubjectPublicKeyInfo. A certificate and its private key have the same. */
export const keyFingerprint = (key: PublicKey): string => shortFingerprint(encodeSpki(key));
