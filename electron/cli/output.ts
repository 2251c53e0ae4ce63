import type { Writable } from 'node:stream';
import { fault, type Fault } from '../../core/result/fault.ts';
import { errorCode, reason } from '../files/reasons.ts';

/** A reader that has seen enough and closed the pipe. */
const closedPipe: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

/** Standard output, with what became of it. */
export class Output {
  readonly #stream: Writable;
  #failed: unknown;
  #closed = false;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('error', (thrown) => this.#hear(thrown));
  }

  /** Whether something of it was not taken, by a full disk or by a reader that went away. */
  get incomplete(): boolean {
    return this.#closed || this.#failed !== undefined;
  }

  write(text: string | Uint8Array): void {
    this.#stream.write(text);
  }

  /** Waits until all is written. @returns why it was not; undefined when it was, or when its reader wanted no more of it */
  async end(): Promise<Fault<'file/output-lost'> | undefined> {
    await new Promise<void>((resolve) => {
      this.#stream.write('', (thrown) => {
        if (thrown !== null && thrown !== undefined) this.#hear(thrown);
        resolve();
      });
    });
    return this.#failed === undefined ? undefined : fault('file/output-lost', { reason: reason(this.#failed) });
  }

  #hear(thrown: unknown): void {
    if (closedPipe.has(errorCode(thrown))) this.#closed = true;
    else this.#failed ??= thrown;
  }
}

/** After so long without a byte read, nobody reads. ms */
const unreadMs = 2000;

/** Progress and warnings, for whoever reads them: an stderr that is closed, full or read by nobody stops nothing. */
export class Progress {
  readonly #stream: Writable;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('error', () => undefined);
  }

  write(text: string): void {
    this.#stream.write(text);
  }

  /** Waits until all is read. @returns false: nobody reads it */
  async end(): Promise<boolean> {
    let done = false;
    const written = new Promise<void>((resolve) => this.#stream.write('', () => resolve())).then(() => (done = true));
    for (let left = -1; !done && left !== this.#stream.writableLength; ) {
      left = this.#stream.writableLength;
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([written, new Promise((resolve) => (timer = setTimeout(resolve, unreadMs)))]);
      clearTimeout(timer);
    }
    return done;
  }
}

