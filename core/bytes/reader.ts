import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { readUint } from './bytes.ts';

/** Reads a byte string from front to end and never past its end. `what` names the input in faults. */
export class Reader {
  #at = 0;
  readonly #bytes: Uint8Array;
  readonly #what: string;

  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes;
    this.#what = what;
  }

  get at(): number {
    return this.#at;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** The next `length` bytes, as a view. */
  take(length: number): Result<Uint8Array, 'bytes/truncated'> {
    if (length > this.left) {
      return err(fault('bytes/truncated', { what: this.#what, at: this.#at, wanted: length, left: this.left }));
    }
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return ok(taken);
  }

  /** Big-endian number of `length` bytes (1…6). */
  uint(length: number): Result<number, 'bytes/truncated'> {
    const taken = this.take(length);
    return taken.ok ? ok(readUint(taken.value)) : taken;
  }

  /** Reads a value that has its length in `lengthBytes` bytes before it. */
  prefixed(lengthBytes: number): Result<Uint8Array, 'bytes/truncated'> {
    const length = this.uint(lengthBytes);
    return length.ok ? this.take(length.value) : length;
  }

  rest(): Uint8Array {
    const taken = this.#bytes.subarray(this.#at);
    this.#at = this.#bytes.length;
    return taken;
  }

  /** A fault when bytes are left. */
  end(): Result<void, 'bytes/trailing'> {
    return this.left === 0
      ? ok(undefined)
      : err(fault('bytes/trailing', { what: this.#what, at: this.#at, extra: this.left }));
  }
}
