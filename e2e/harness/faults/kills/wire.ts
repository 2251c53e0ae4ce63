import type { Board } from '../../../../core/simulator/firmware/board.ts';
import type { Kill } from './kill.ts';

/** Sends SIGKILL; resolves when the process is dead. */
export type Slay = () => Promise<void>;

/** What the chip takes to open its application, ms: an answer that was late is never read together with the next one. */
const chipTime = 20;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface WireOptions {
  readonly board: Board;
  /** Bytes to the host's end; the promise: they left. */
  readonly toHost: (bytes: Uint8Array) => Promise<void>;
}

/** What passes between the host's end of a pty and a board, and the kill that waits for its moment in it. */
export class Wire {
  readonly #options: WireOptions;
  /** Sizes of the requests of this run as they come in. */
  readonly requests: number[] = [];
  #kill: Kill | undefined;
  #slay: Slay = () => Promise.resolve();
  /** The next byte from the host begins a request: the one before was answered. */
  #fresh = true;
  /** Bytes of a process that is dying are lost. */
  #deaf = false;
  /** An answer that nobody gets yet. */
  #held: Uint8Array | undefined;
  #holding = false;
  #transfers = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: WireOptions) {
    this.#options = options;
    options.board.onOutput((bytes) => void this.#answer(bytes));
  }

  /** A new process is started. */
  begin(kill: Kill | undefined, slay: Slay): void {
    this.#kill = kill;
    this.#slay = slay;
    this.requests.length = 0;
    this.#transfers = 0;
    this.#fresh = true;
    this.#deaf = false;
  }

  /** Bytes from the host, as they come. */
  fromHost(bytes: Uint8Array): void {
    this.#turn = this.#turn.then(() => this.#take(bytes));
  }

  async #take(bytes: Uint8Array): Promise<void> {
    if (this.#deaf) return;
    if (this.#held !== undefined) {
      // What the process before this one was owed comes when nobody waits for it.
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
    // What the process had written already is gone with it; the turn ends here, so that none of it comes later.
    await this.#slay();
  }

  /** The chip did a request; its answer has not left. */
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

  /** The kill, when it is to come at this point of this request; once. */
  #at<P extends 'arriving' | 'done' | 'answered'>(point: P, request: number): Extract<Kill, { point: P }> | undefined {
    const kill = this.#kill;
    // A process that is slow reads the chip's UID once more: the request that was meant then has a later number.
    const reached = kill !== undefined && 'request' in kill && (point === 'arriving' ? kill.request <= request : kill.request === request);
    if (kill?.point !== point || !reached) return undefined;
    if (point !== 'arriving') this.#kill = undefined;
    return kill as Extract<Kill, { point: P }>;
  }
}
