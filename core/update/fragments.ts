/** Bytes of every fragment except the last. */
export const fragmentLength = 640;
const digestLength = 32;
const tag = 8;

/** Payload bytes in a full fragment: 608, or 600 when encrypted. */
const pieceLength = (encrypted: boolean): number => fragmentLength - digestLength - (encrypted ? tag : 0);

/** Number of fragments for a payload of this many bytes; an empty payload needs one. */
export const fragmentCount = (payloadLength: number, encrypted: boolean): number =>
  Math.max(1, Math.ceil(payloadLength / pieceLength(encrypted)));

export interface Piece {
  /** Position in the payload, in bytes. */
  readonly offset: number;
  /** Unencrypted. */
  readonly length: number;
  /** As sent: with its tag, and with the next fragment's digest if there is a next one. */
  readonly sentLength: number;
}

/** @param number of the fragment, from 1 */
export function pieceAt(number: number, payloadLength: number, encrypted: boolean): Piece {
  const offset = (number - 1) * pieceLength(encrypted);
  const length = Math.min(pieceLength(encrypted), payloadLength - offset);
  const last = number === fragmentCount(payloadLength, encrypted);
  return { offset, length, sentLength: last ? length + (encrypted ? tag : 0) : fragmentLength };
}
