import { errorFrame, encodeFrame, headerLength, overhead, maxFramedApdu, startSequence } from '../../bridge/frame.ts';
import { concat, equal, readUint } from '../../bytes/bytes.ts';
import { crc16 } from '../../bytes/crc.ts';
import { must } from '../../result/result.ts';
import type { InputFault } from '../faults/fault.ts';

/** The result of a complete request: the chip's answer, an error frame, or no answer at all. */
export type Transferred = Uint8Array | 'error-frame' | 'silence';

/** The firmware's outputs, and their results. */
export interface FirmwareLinks {
  /** A header with the correct start sequence was read: a request begins. */
  readonly begun: () => void;
  readonly transfer: (apdu: Uint8Array) => Promise<Transferred>;
  readonly output: (bytes: Uint8Array) => void;
  /** Faults that affect the byte at `position` of the frame being read. `next`: its header is not complete yet. */
  readonly faults: (position: number, next: boolean) => readonly InputFault[];
}

const none = new Uint8Array();

/**
 * The bridge firmware's state machine (core/bridge/README.md). It reads a header of six bytes, then the number of bytes
 * that the header says, without a timeout, one request at a time. Bytes that arrive while the chip works wait in a
 * queue.
 */
export class Firmware {
  readonly #links: FirmwareLinks;
  #queue: Uint8Array = none;
  /** Number of bytes of the queue that were read. */
  #read = 0;
  /** The first `#length` bytes are the current frame. The array has one byte more than a frame can have: that byte is the overrun. */
  readonly #frame = new Uint8Array(maxFramedApdu + overhead + 1);
  #length = 0;
  /** Bytes since the start of the header, including lost ones. Faults count these. */
  #position = 0;
  #busy = false;
  #stopped = false;

  constructor(links: FirmwareLinks) {
    this.#links = links;
  }

  /** Bytes from the host, in pieces of any size. */
  feed(bytes: Uint8Array): void {
    this.#queue = concat(this.#queue.subarray(this.#read), bytes);
    this.#read = 0;
    this.#work();
  }

  /** Switches the power off. Nothing is sent from now on. */
  stop(): void {
    this.#stopped = true;
  }

  #work(): void {
    while (!this.#busy && !this.#stopped && this.#read < this.#queue.length) this.#take(this.#queue[this.#read++] as number);
  }

  #take(byte: number): void {
    const hits = this.#links.faults(this.#position++, this.#length < headerLength);
    if (hits.some(({ kind }) => kind === 'in-drop')) return;
    const flipped = hits.reduce((value, fault) => (fault.kind === 'in-flip' ? value ^ (1 << fault.bit) : value), byte);
    this.#frame[this.#length++] = flipped;
    if (this.#length === headerLength) this.#header();
    // The first byte over the buffer's size overruns it, even if it is the last byte of a frame.
    else if (this.#length > maxFramedApdu + overhead) this.stop();
    else if (this.#length > headerLength && this.#length === this.#wanted()) this.#whole();
  }

  #wanted(): number {
    return readUint(this.#frame.subarray(4, headerLength)) + overhead;
  }

  #header(): void {
    if (equal(this.#frame.subarray(0, startSequence.length), startSequence)) this.#links.begun();
    else this.#answer(errorFrame);
  }

  #whole(): void {
    const end = this.#length - 2;
    if (crc16(this.#frame.subarray(0, end)) !== readUint(this.#frame.subarray(end, this.#length))) {
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
    this.#work();
  }

  /** Sends the answer, and waits for the next header. */
  #answer(bytes: Uint8Array): void {
    // The frame may hold a secret that the host wrote.
    this.#frame.fill(0, 0, this.#length);
    this.#length = 0;
    this.#position = 0;
    if (!this.#stopped && bytes.length > 0) this.#links.output(bytes);
  }
}
