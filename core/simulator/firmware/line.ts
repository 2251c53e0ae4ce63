import { sleep, type Clock } from '../../bridge/bytePort.ts';
import { wireMs } from '../../bridge/frame.ts';

/** Bytes handed on at once when the line is paced: about what a USB serial chip collects. */
const packet = 62;

/** One direction of the serial line: bytes keep their order, and take ten bits each when there is a baud rate. */
export class Line {
  readonly #clock: Clock;
  readonly #baud: number | undefined;
  readonly #deliver: (bytes: Uint8Array) => void;
  /** When the line is free again. */
  #freeAt = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(clock: Clock, baud: number | undefined, deliver: (bytes: Uint8Array) => void) {
    this.#clock = clock;
    this.#baud = baud;
    this.#deliver = deliver;
  }

  /** Resolves when the last byte arrived. */
  send(bytes: Uint8Array): Promise<void> {
    if (this.#baud === undefined) {
      this.#deliver(bytes.slice());
      return this.#last;
    }
    const baud = this.#baud;
    const copy = bytes.slice();
    this.#last = this.#last.then(() => this.#paced(copy, baud));
    return this.#last;
  }

  async #paced(bytes: Uint8Array, baud: number): Promise<void> {
    this.#freeAt = Math.max(this.#freeAt, this.#clock.now());
    for (let at = 0; at < bytes.length; at += packet) {
      const part = bytes.subarray(at, at + packet);
      // From the time the line was free on, not from now: timers that are late do not add up.
      this.#freeAt += wireMs(part.length, baud);
      const left = this.#freeAt - this.#clock.now();
      if (left > 0) await sleep(this.#clock, left);
      this.#deliver(part);
    }
  }
}
