import { errorFrame, encodeFrame, headerLength, overhead, maxFramedApdu, startSequence } from '../../bridge/frame.ts';
import { concat, equal, readUint } from '../../bytes/bytes.ts';
import { crc16 } from '../../bytes/crc.ts';
import { must } from '../../result/result.ts';
import type { InputFault } from '../faults/fault.ts';

/** A whole request's fate: the chip's answer, an error frame, or nothing at all. */
export type Transferred = Uint8Array | 'error-frame' | 'silence';

/** What the firmware hands on, and what it gets back. */
export interface FirmwareLinks {
  /** A header with the right start sequence was read: a request begins. */
  readonly begun: () => void;
  readonly transfer: (apdu: Uint8Array) => Promise<Transferred>;
  readonly output: (bytes: Uint8Array) => void;
  /** Faults that hit the byte at `position` of the frame being read; `next`: its header is not complete yet. */
  readonly faults: (position: number, next: boolean) => readonly InputFault[];
}

const none = new Uint8Array();

/**
 * The bridge firmware's state machine (core/bridge/README.md): it reads six bytes, then as many as they say, without a
 * timeout, one request at a time. Bytes that come while the chip works wait.
 */
export class Firmware {
  readonly #links: FirmwareLinks;
  #queue: Uint8Array = none;
  /** Bytes of the frame at hand. */
  #frame: Uint8Array = none;
  /** Bytes read since the header began, lost ones too: what faults count. */
  #position = 0;
  #busy = false;
  #stopped = false;

  constructor(links: FirmwareLinks) {
    this.#links = links;
  }

  /** Bytes from the host, in any cut. */
  feed(bytes: Uint8Array): void {
    this.#queue = concat(this.#queue, bytes);
    this.#read();
  }

  /** Power off. Nothing comes out from now on. */
  stop(): void {
    this.#stopped = true;
  }

  #read(): void {
    while (!this.#busy && !this.#stopped && this.#queue.length > 0) {
      const byte = this.#queue[0] as number;
      this.#queue = this.#queue.subarray(1);
      this.#take(byte);
    }
  }

  #take(byte: number): void {
    const hits = this.#links.faults(this.#position++, this.#frame.length < headerLength);
    if (hits.some(({ kind }) => kind === 'in-drop')) return;
    const flipped = hits.reduce((value, fault) => (fault.kind === 'in-flip' ? value ^ (1 << fault.bit) : value), byte);
    this.#frame = concat(this.#frame, Uint8Array.of(flipped));
    if (this.#frame.length === headerLength) this.#header();
    // The buffer is overrun with the first byte too many, a frame's last one too.
    else if (this.#frame.length > maxFramedApdu + overhead) this.stop();
    else if (this.#frame.length > headerLength && this.#frame.length === this.#wanted()) this.#whole();
  }

  #wanted(): number {
    return readUint(this.#frame.subarray(4, headerLength)) + overhead;
  }

  #header(): void {
    if (equal(this.#frame.subarray(0, startSequence.length), startSequence)) this.#links.begun();
    else this.#answer(errorFrame);
  }

  #whole(): void {
    const end = this.#frame.length - 2;
    if (crc16(this.#frame.subarray(0, end)) !== readUint(this.#frame.subarray(end))) {
      this.#answer(errorFrame);
      return;
    }
    this.#busy = true;
    void this.#transfer(this.#frame.slice(headerLength, end));
  }

  async #transfer(apdu: Uint8Array): Promise<void> {
    const outcome = await this.#links.transfer(apdu);
    this.#busy = false;
    this.#answer(outcome === 'error-frame' ? errorFrame : outcome === 'silence' ? none : must(encodeFrame(outcome)));
    this.#read();
  }

  /** Sends, and waits for the next header. */
  #answer(bytes: Uint8Array): void {
    this.#frame = none;
    this.#position = 0;
    if (!this.#stopped && bytes.length > 0) this.#links.output(bytes);
  }
}
