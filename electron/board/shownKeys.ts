import type { PublicKey } from '../../core/keys/publicKey.ts';
import type { Oid } from '../../core/objects/oid.ts';

/**
 * Public keys of the key objects on the connected chip that this connection has shown: a signature was verified with the key, or
 * the chip sent the key when it made it. Keys from earlier connections, and keys that a command may have replaced since, are
 * dropped.
 */
export class ShownKeys {
  #keys: ReadonlyMap<Oid, PublicKey> = new Map();
  #listeners: (() => void)[] = [];

  get all(): ReadonlyMap<Oid, PublicKey> {
    return this.#keys;
  }

  /** Calls the listener at every later change. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  show(key: Oid, publicKey: PublicKey): void {
    this.#set(new Map([...this.#keys, [key, publicKey]]));
  }

  /** Called by the board when a command was sent that may replace a key. @param object of the key; undefined: unknown */
  changed(object: Oid | undefined): void {
    if (object === undefined) this.forget();
    else if (this.#keys.has(object)) this.#set(new Map([...this.#keys].filter(([key]) => key !== object)));
  }

  /** Called by the board for another chip or another connection. */
  forget(): void {
    if (this.#keys.size > 0) this.#set(new Map());
  }

  #set(keys: ReadonlyMap<Oid, PublicKey>): void {
    this.#keys = keys;
    for (const listener of this.#listeners) listener();
  }
}
