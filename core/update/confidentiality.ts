import { concat, u16, u24 } from '../bytes/bytes.ts';
import { ccmOpen, ccmSeal, type CcmInput } from './ccm.ts';
import { tlsPrf } from './tlsPrf.ts';

/** Key and nonce prefix of one data set (manual, "Payload Confidentiality"). The caller wipes both. */
export interface Session {
  /** 16 bytes. */
  readonly key: Uint8Array;
  /** 11 bytes. */
  readonly noncePrefix: Uint8Array;
}

/** Position of a piece in the payload. */
export interface FragmentPlace {
  /** From 1. */
  readonly number: number;
  /** Offset of this piece in the payload, bytes. */
  readonly offset: number;
  /** Length of the whole payload, bytes. */
  readonly payloadLength: number;
  readonly payloadVersion: number;
}

/** AES-CCM-16-64-128: bytes of the tag after each piece. */
const tagLength = 8;

/** Allowed sizes in bytes of a protected-update secret (core/update/README.md; manual, object type UPDATSEC). */
export const secretLimits = { least: 16, most: 64 } as const;

/** TLS 1.2 PRF with SHA-256 over label ‖ seed: 16 bytes key, 11 bytes nonce prefix. */
export function deriveSession(secret: Uint8Array, label: Uint8Array, seed: Uint8Array): Session {
  const material = tlsPrf(secret, label, seed, 27);
  const session = { key: material.slice(0, 16), noncePrefix: material.slice(16) };
  material.fill(0);
  return session;
}

export function wipeSession(session: Session): void {
  session.key.fill(0);
  session.noncePrefix.fill(0);
}

const input = (session: Session, place: FragmentPlace): CcmInput => ({
  key: session.key,
  nonce: concat(session.noncePrefix, u16(place.number)),
  aad: concat(u16(place.payloadVersion), u24(place.offset), u24(place.payloadLength)),
  tagLength,
});

/** @returns cipher text ‖ 8-byte tag */
export const sealFragment = (session: Session, place: FragmentPlace, piece: Uint8Array): Uint8Array =>
  ccmSeal(input(session, place), piece);

/** @returns undefined when the tag does not match: another secret, or changed bytes */
export const openFragment = (session: Session, place: FragmentPlace, sealed: Uint8Array): Uint8Array | undefined =>
  ccmOpen(input(session, place), sealed);
