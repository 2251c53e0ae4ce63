import { concat, readUint } from '../bytes/bytes.ts';
import { crc16 } from '../bytes/crc.ts';
import { hexNumber } from '../bytes/hex.ts';
import { fault, type Fault } from '../result/fault.ts';
import { headerLength, maxFramedApdu, overhead, startSequence } from './frame.ts';

export type Deframed =
  | { readonly kind: 'need-more' }
  | { readonly kind: 'frame'; readonly apdu: Uint8Array }
  | { readonly kind: 'error-frame' }
  | { readonly kind: 'fault'; readonly fault: Fault<'frame/bad-crc' | 'frame/too-long'>; };

const none = new Uint8Array();
const needMore: Deframed = { kind: 'need-more' };

/**
 * Most bytes that wait to be read. A frame has at most 1998 bytes. A device that sends without end must not fill the
 * memory or delay the next answer.
 */
const mostWaiting = 16_384;

/** Bytes that may be checked without success for each byte received. Beyond this limit, the whole damaged frame is skipped. */
const vainPerByte = 32;
const mostVain = 65_536;

/**
 * Finds frames in a stream. The stream may come in pieces of any size, and bytes before a frame are skipped. A length
 * above the firmware's limit is a fault: waiting for so many bytes after a flipped bit would stall the link.
 */
export class Deframer {
  /** A view of unread bytes; consumed bytes are dropped on the next push. */
  #buffer: Uint8Array = new Uint8Array();
  /**
   * How many more bytes may be checked without success. Without a limit, many false headers close together would each
   * cost the work of a whole frame.
   */
  #patience = mostVain;
  /** Number of bytes since `reset` that belong to no frame. */
  skipped = 0;

  push(bytes: Uint8Array): void {
    this.#patience = Math.min(mostVain, this.#patience + vainPerByte * bytes.length);
    if (this.#buffer.length === 0 && bytes.length <= mostWaiting) {
      this.#buffer = bytes.slice();
      return;
    }
    const newest = bytes.subarray(Math.max(0, bytes.length - mostWaiting));
    const kept = this.#buffer.subarray(Math.max(0, this.#buffer.length + newest.length - mostWaiting));
    this.skipped += this.#buffer.length - kept.length + bytes.length - newest.length;
    this.#buffer = concat(kept, newest);
  }

  reset(): void {
    this.#buffer = new Uint8Array();
    this.skipped = 0;
  }

  /** Returns the next frame, error frame or fault. Call it again until it answers that it needs more bytes. */
  next(): Deframed {
    this.#seek();
    if (this.#buffer.length < headerLength) return needMore;
    const length = readUint(this.#buffer.subarray(4, 6));
    if (length === 0xffff) {
      this.#drop(headerLength);
      return { kind: 'error-frame' };
    }
    if (length > maxFramedApdu) {
      this.#drop(headerLength);
      return { kind: 'fault', fault: fault('frame/too-long', { bytes: length, limit: maxFramedApdu }) };
    }
    if (this.#buffer.length < length + overhead) return needMore;
    return this.#frame(length);
  }

  #frame(length: number): Deframed {
    const end = headerLength + length;
    const expected = crc16(this.#buffer.subarray(0, end));
    const found = readUint(this.#buffer.subarray(end, end + 2));
    if (expected !== found) {
      this.#patience -= end;
      this.#drop(this.#patience > 0 ? startSequence.length : end + 2);
      const figures = { expected: hexNumber(expected, 4), found: hexNumber(found, 4) };
      return { kind: 'fault', fault: fault('frame/bad-crc', figures) };
    }
    const apdu = this.#buffer.slice(headerLength, end);
    this.#buffer = this.#buffer.subarray(end + 2);
    return { kind: 'frame', apdu };
  }

  /** Drops all bytes before the first start sequence, or before a partial one at the end. */
  #seek(): void {
    const [first = 0] = startSequence;
    for (let at = this.#buffer.indexOf(first); at >= 0; at = this.#buffer.indexOf(first, at + 1)) {
      if (this.#startsAt(at)) return this.#drop(at);
    }
    this.#drop(this.#buffer.length);
  }

  #startsAt(at: number): boolean {
    return startSequence.every((byte, i) => at + i >= this.#buffer.length || this.#buffer[at + i] === byte);
  }

  #drop(length: number): void {
    if (length === 0) return;
    this.skipped += length;
    this.#buffer = length === this.#buffer.length ? none : this.#buffer.subarray(length);
  }
}
