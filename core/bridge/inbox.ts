import type { BytePort, Clock } from './bytePort.ts';
import { Deframer, type Deframed } from './deframer.ts';

export type Received = Exclude<Deframed, { kind: 'need-more' }> | { readonly kind: 'timeout' } | { readonly kind: 'closed' };

/** Collects what a port receives, as frames, and lets the caller wait for one at a time. */
export class Inbox {
  readonly #clock: Clock;
  readonly #deframer = new Deframer();
  #closed = false;
  #wake: (() => void) | undefined;
  /** Bytes received since `clear`, and when the last came (ms of the clock). */
  received = 0;
  lastAt = 0;

  constructor(port: BytePort, clock: Clock) {
    this.#clock = clock;
    port.onData((bytes) => {
      this.received += bytes.length;
      this.lastAt = clock.now();
      this.#deframer.push(bytes);
      this.#wake?.();
    });
    port.onClose(() => {
      this.#closed = true;
      this.#wake?.();
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  clear(): void {
    this.#deframer.reset();
    this.received = 0;
  }

  /** The next frame, error frame or fault. Also ends when `ms` have passed or the port closed. */
  async next(ms: number): Promise<Received> {
    const until = this.#clock.now() + ms;
    for (;;) {
      const found = this.#deframer.next();
      if (found.kind !== 'need-more') return found;
      if (this.#closed) return { kind: 'closed' };
      const left = until - this.#clock.now();
      if (left <= 0) return { kind: 'timeout' };
      await this.#change(left);
    }
  }

  #change(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(ms, resolve);
      this.#wake = () => {
        cancel();
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
