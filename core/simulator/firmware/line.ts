import { sleep, type Clock } from '../../bridge/bytePort.ts';
import { wireMs } from '../../bridge/frame.ts';

/** Bytes delivered together when the line has a baud rate: about as many as a USB serial chip collects. */
const packet = 62;

/** One direction of the serial line. Bytes keep their order; with a baud rate, each takes the time of ten bits. */
export class Line {
  readonly #clock: Clock;
  readonly #baud: number | undefined;
  readonly #deliver: (bytes: Uint8Array) => void;
  /** Time at which the line is free again. */
  #freeAt = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(clock: Clock, baud: number | undefined, deliver: (bytes: Uint8Array) => void) {
    this.#clock = clock;
    this.#baud = baud;
    this.#deliver = deliver;
  }

  /** Resolves when the last byte has arrived. */
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
      // Counted from the time at which the line became free, not from now, so that late timers do not add up.
      this.#freeAt += wireMs(part.length, baud);
      const left = this.#freeAt - this.#clock.now();
      if (left > 0) await sleep(this.#clock, left);
      this.#deliver(part);
    }
  }
}
