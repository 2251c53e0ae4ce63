import type { PublicKey } from '../../core/keys/publicKey.ts';
import type { Oid } from '../../core/objects/oid.ts';

/**
 * Public keys of the key objects on the connected chip, as this connection showed them: a signature was verified with
 * them, or the chip sent them when it made the key. Nothing of an earlier connection, and nothing of a key that a command
 * may have replaced since.
 */
export class ShownKeys {
  #keys: ReadonlyMap<Oid, PublicKey> = new Map();
  #listeners: (() => void)[] = [];

  get all(): ReadonlyMap<Oid, PublicKey> {
    return this.#keys;
  }

  /** Tells of every change from now on. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  show(key: Oid, publicKey: PublicKey): void {
    this.#set(new Map([...this.#keys, [key, publicKey]]));
  }

  /** For the board: a command was sent that may replace a key. @param object where; absent: not known */
  changed(object: Oid | undefined): void {
    if (object === undefined) this.forget();
    else if (this.#keys.has(object)) this.#set(new Map([...this.#keys].filter(([key]) => key !== object)));
  }

  /** For the board: another chip, or another connection. */
  forget(): void {
    if (this.#keys.size > 0) this.#set(new Map());
  }

  #set(keys: ReadonlyMap<Oid, PublicKey>): void {
    this.#keys = keys;
    for (const listener of this.#listeners) listener();
  }
}
