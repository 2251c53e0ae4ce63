import type { Result } from '../result/result.ts';

/** A serial line, or something that behaves like one. Implemented with the package serialport and by the simulated bridge. */
export interface BytePort {
  /** Path or name, as people use it. */
  readonly name: string;
  /** Resolves when all bytes have been sent. */
  write(bytes: Uint8Array): Promise<Result<void, 'link/closed'>>;
  /** Delivers bytes in pieces of any size. Returns a function that ends the subscription. */
  onData(listener: (bytes: Uint8Array) => void): () => void;
  /** Calls `listener` once, when the device is gone or after `close`. */
  onClose(listener: () => void): () => void;
  close(): Promise<void>;
}

/** The clock is passed in, because core reads no clock itself. */
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
