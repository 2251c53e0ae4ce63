import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../../../core/bytes/hex.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';

const placeOf = (chipId: string, object: Oid): string => `${chipId}/${formatOid(object)}`;
const digestOf = (bytes: Uint8Array): string => toHex(sha256(bytes));

/**
 * What this session wrote into objects from secrets that the window never had: such content is not shown, however the
 * object can be read. It lasts as long as the program runs, over every reconnect. Places and digests are kept, no secrets.
 */
export class WrittenSecrets {
  readonly #places = new Set<string>();
  /** Length in bytes of what has this digest. */
  readonly #digests = new Map<string, number>();

  /** To be called before the write: it may reach the chip even when no answer comes. */
  wrote(chipId: string, object: Oid, secret: Uint8Array): void {
    this.#places.add(placeOf(chipId, object));
    this.#digests.set(digestOf(secret), secret.length);
  }

  /** The whole content was replaced by something that is not a secret. */
  replaced(chipId: string, object: Oid): void {
    this.#places.delete(placeOf(chipId, object));
  }

  /** Whether the object of this chip holds such content. @param data its content, where it was read: it is recognised on another chip too */
  holds(chipId: string, object: Oid, data?: Uint8Array): boolean {
    if (this.#places.has(placeOf(chipId, object))) return true;
    return data !== undefined && [...this.#digests].some(([digest, length]) => data.length >= length && digestOf(data.subarray(0, length)) === digest);
  }
}
