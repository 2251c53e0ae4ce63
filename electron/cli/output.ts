import type { Writable } from 'node:stream';
import { fault, type Fault } from '../../core/result/fault.ts';
import { errorCode, reason } from '../files/reasons.ts';

/** The error when the reader has closed the pipe. */
const closedPipe: ReadonlySet<string> = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED']);

/** Standard output, and whether it was written. */
export class Output {
  readonly #stream: Writable;
  #failed: unknown;
  #closed = false;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('error', (thrown) => this.#hear(thrown));
  }

  /** Whether a part of the output was not accepted, because a disk was full or the reader had ended. */
  get incomplete(): boolean {
    return this.#closed || this.#failed !== undefined;
  }

  write(text: string | Uint8Array): void {
    this.#stream.write(text);
  }

  /** Waits until everything is written. @returns why something was not written; undefined when all was, or the reader closed the pipe */
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

/** If no byte is read for this time, nobody reads the stream. ms */
const unreadMs = 2000;

/** Writes progress and warnings to stderr. The program continues even if stderr is closed, full or not read. */
export class Progress {
  readonly #stream: Writable;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('error', () => undefined);
  }

  write(text: string): void {
    this.#stream.write(text);
  }

  /** Waits until everything is read. @returns false when nobody reads the stream */
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

