import { cbc, ctr } from '@noble/ciphers/aes.js';
import { concat, equalSecret, u16 } from '../bytes/bytes.ts';

/** Zeros up to a multiple of 16. */
const padded = (bytes: Uint8Array): Uint8Array => concat(bytes, new Uint8Array((16 - (bytes.length % 16)) % 16));

/** A message's length in `width` bytes. */
function lengthField(length: number, width: number): Uint8Array {
  const field = new Uint8Array(width);
  for (let i = width - 1, rest = length; i >= 0; i--, rest = Math.floor(rest / 256)) field[i] = rest & 0xff;
  return field;
}

/** CBC-MAC over B0, associated data and message (RFC 3610, section 2.2). */
function mac(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, message: Uint8Array, tagLength: number): Uint8Array {
  const width = 15 - nonce.length;
  const flags = (aad.length > 0 ? 0x40 : 0) | (((tagLength - 2) / 2) << 3) | (width - 1);
  const first = concat(Uint8Array.of(flags), nonce, lengthField(message.length, width));
  const associated = aad.length > 0 ? padded(concat(u16(aad.length), aad)) : aad;
  const blocks = concat(first, associated, padded(message));
  return cbc(key, new Uint8Array(16), { disablePadding: true }).encrypt(blocks).slice(-16, tagLength === 16 ? undefined : tagLength - 16);
}

/** Counter 0 masks the tag, counters from 1 the message (RFC 3610, section 2.3). */
function mask(key: Uint8Array, nonce: Uint8Array, tag: Uint8Array, message: Uint8Array): { tag: Uint8Array; message: Uint8Array } {
  const start = concat(Uint8Array.of(14 - nonce.length), nonce, new Uint8Array(15 - nonce.length));
  const stream = ctr(key, start).encrypt(concat(padded(tag), message));
  return { tag: stream.slice(0, tag.length), message: stream.slice(16) };
}

export interface CcmInput {
  /** 16, 24 or 32 bytes. */
  readonly key: Uint8Array;
  /** 7…13 bytes; the longest message has 256^(15 - nonce) - 1 bytes. */
  readonly nonce: Uint8Array;
  /** At most 65279 bytes. */
  readonly aad: Uint8Array;
  /** 4, 6, … 16 bytes. */
  readonly tagLength: number;
}

/** AES-CCM (RFC 3610, SP 800-38C). @returns cipher text ‖ tag */
export function ccmSeal({ key, nonce, aad, tagLength }: CcmInput, message: Uint8Array): Uint8Array {
  const sealed = mask(key, nonce, mac(key, nonce, aad, message, tagLength), message);
  return concat(sealed.message, sealed.tag);
}

/** @param sealed cipher text ‖ tag. @returns undefined when the tag does not match */
export function ccmOpen({ key, nonce, aad, tagLength }: CcmInput, sealed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < tagLength) return undefined;
  const end = sealed.length - tagLength;
  const opened = mask(key, nonce, sealed.subarray(end), sealed.subarray(0, end));
  return equalSecret(opened.tag, mac(key, nonce, aad, opened.message, tagLength)) ? opened.message : undefined;
}
