import type { BytePort } from '../../../../core/bridge/bytePort.ts';
import { ok } from '../../../../core/result/result.ts';

/** A bridge's reaction to a request: it may send anything at any time. */
export type Misbehave = (say: (bytes: Uint8Array) => void, request: Uint8Array, nth: number) => void;

/** A bridge that follows no rules. */
export class HostilePort implements BytePort {
  readonly name = 'hostile';
  readonly #misbehave: Misbehave;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  #writes = 0;
  written = 0;

  constructor(misbehave: Misbehave) {
    this.#misbehave = misbehave;
  }

  /** Sends bytes to the program, also without a request. */
  readonly say = (bytes: Uint8Array): void => {
    for (const listener of this.#listeners) listener(bytes);
  };

  write(bytes: Uint8Array) {
    this.written += bytes.length;
    const nth = this.#writes++;
    void Promise.resolve().then(() => this.#misbehave(this.say, bytes, nth));
    return Promise.resolve(ok(undefined));
  }

  onData(listener: (bytes: Uint8Array) => void) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onClose() {
    return () => undefined;
  }

  close() {
    return Promise.resolve();
  }
}
