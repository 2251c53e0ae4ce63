import type { Board } from '../../../../core/simulator/firmware/board.ts';
import type { Kill } from './kill.ts';

/** Sends SIGKILL. Resolves when the process is dead. */
export type Slay = () => Promise<void>;

/** Time for opening the chip's application, ms. It is so long that a late answer is never read together with the next one. */
const chipTime = 20;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface WireOptions {
  readonly board: Board;
  /** Sends bytes to the host's end. Resolves when they are sent. */
  readonly toHost: (bytes: Uint8Array) => Promise<void>;
}

/** Connects the host's end of a pty with a board, and kills the process at the planned moment. */
export class Wire {
  readonly #options: WireOptions;
  /** Sizes of this run's requests, in order. */
  readonly requests: number[] = [];
  #kill: Kill | undefined;
  #slay: Slay = () => Promise.resolve();
  /** Whether the next byte from the host begins a request, because the request before was answered. */
  #fresh = true;
  /** Whether bytes from the host are dropped, because the process is dying. */
  #deaf = false;
  /** An answer that is not delivered yet. */
  #held: Uint8Array | undefined;
  #holding = false;
  #transfers = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: WireOptions) {
    this.#options = options;
    options.board.onOutput((bytes) => void this.#answer(bytes));
  }

  /** Called when a new process is started. */
  begin(kill: Kill | undefined, slay: Slay): void {
    this.#kill = kill;
    this.#slay = slay;
    this.requests.length = 0;
    this.#transfers = 0;
    this.#fresh = true;
    this.#deaf = false;
  }

  /** Called with bytes from the host, as they come. */
  fromHost(bytes: Uint8Array): void {
    this.#turn = this.#turn.then(() => this.#take(bytes));
  }

  async #take(bytes: Uint8Array): Promise<void> {
    if (this.#deaf) return;
    if (this.#held !== undefined) {
      // The late answer for the process before arrives when no process waits for it.
      const late = this.#held;
      this.#held = undefined;
      await this.#options.toHost(late);
      await pause(chipTime);
    }
    if (this.#fresh) this.requests.push(0);
    this.#fresh = false;
    const before = this.requests.at(-1) ?? 0;
    this.requests[this.requests.length - 1] = before + bytes.length;
    const kill = this.#at('arriving', this.requests.length);
    if (kill === undefined || before + bytes.length < kill.bytes) {
      this.#options.board.feed(bytes);
      return;
    }
    this.#deaf = true;
    this.#options.board.feed(bytes.subarray(0, kill.bytes - before));
    // What the process had already written is dropped. The turn of the event loop must end here, so that no such byte arrives later.
    await this.#slay();
  }

  /** Called when the chip has executed a request, before the answer is sent. */
  transferred(): void {
    this.#transfers += 1;
    const kill = this.#at('done', this.#transfers);
    if (kill === undefined) return;
    this.#holding = true;
    void this.#slay().then(async () => {
      const answer = this.#held;
      this.#holding = false;
      if (kill.late || answer === undefined) return;
      this.#held = undefined;
      await this.#options.toHost(answer);
    });
  }

  async #answer(bytes: Uint8Array): Promise<void> {
    if (this.#holding) {
      this.#held = bytes.slice();
      return;
    }
    this.#fresh = true;
    const kill = this.#at('answered', this.#transfers);
    await this.#options.toHost(bytes);
    if (kill === undefined) return;
    if (kill.afterMs > 0) await pause(kill.afterMs);
    await this.#slay();
  }

  /** Returns the kill if it is planned at this point of this request. The kill is returned only once. */
  #at<P extends 'arriving' | 'done' | 'answered'>(point: P, request: number): Extract<Kill, { point: P }> | undefined {
    const kill = this.#kill;
    // A slow process reads the chip's UID once more, so the planned request then has a higher number.
    const reached = kill !== undefined && 'request' in kill && (point === 'arriving' ? kill.request <= request : kill.request === request);
    if (kill?.point !== point || !reached) return undefined;
    if (point !== 'arriving') this.#kill = undefined;
    return kill as Extract<Kill, { point: P }>;
  }
}
