import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../bytes/hex.ts';
import { encodeSpki, type PublicKey } from './publicKey.ts';

/** The first 16 hexadecimal digits of a SHA-256: short enough to compare by eye. */
export const shortFingerprint = (bytes: Uint8Array): string => toHex(sha256(bytes)).slice(0, 16);

/** Fingerprint of a key's public part (SubjectPublicKeyInfo). A certificate and its private key have the same one. */
export const keyFingerprint = (key: PublicKey): string => shortFingerprint(encodeSpki(key));
