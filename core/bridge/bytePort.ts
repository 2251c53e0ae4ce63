import type { Result } from '../result/result.ts';

/** A serial line, or something that behaves as one. Two makers: serialport, and the simulated bridge. */
export interface BytePort {
  /** Path or name, as people know it. */
  readonly name: string;
  /** Resolves when the bytes left for the wire. */
  write(bytes: Uint8Array): Promise<Result<void, 'link/closed'>>;
  /** Bytes in any cut. Returns the unsubscriber. */
  onData(listener: (bytes: Uint8Array) => void): () => void;
  /** Called once, when the other end is gone or after `close`. */
  onClose(listener: () => void): () => void;
  close(): Promise<void>;
}

/** Time, passed in: core reads no clock of its own. */
export interface Clock {
  /** Monotonic, ms. */
  now(): number;
  /** Calls `run` after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** Fresh random bytes from a cryptographic source. */
export type Randomness = (length: number) => Uint8Array;

export const sleep = (clock: Clock, ms: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(ms, resolve);
  });
