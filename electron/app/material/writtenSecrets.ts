import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import { toHex } from '../../../core/bytes/hex.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import type { StateFile } from '../../files/stateFile.ts';
import { shortestProved, type ContentHmac, type ContentKey } from '../../journal/contentKey.ts';

const placeOf = (chipId: string, object: Oid): string => `${chipId}/${formatOid(object)}`;
const digestOf = (bytes: Uint8Array): string => toHex(sha256(bytes));

/** Separates these digests from the digests of the journal's runs. */
const purpose = 'content from a secret';

const kept = z.object({ offset: z.int().nonnegative(), length: z.int().positive(), hmac: z.string() });
/** What is stored about a content. The content itself is not stored. Offset and length in bytes. */
type Kept = z.infer<typeof kept>;
const book = z.looseObject({ objects: z.record(z.string(), z.array(kept)).default({}) });
const keptObjects = (fields: unknown): Readonly<Record<string, Kept[]>> | undefined => {
  const read = book.safeParse(fields);
  return read.success ? read.data.objects : undefined;
};

export interface WrittenSecretsParts {
  readonly file: Pick<StateFile, 'load' | 'save'>;
  readonly key?: ContentKey | undefined;
}

/**
 * Remembers the objects into which the window's runs wrote secrets that the window never had. Such content is never shown, even
 * if the object is readable. During this session the object counts as secret, also after a reconnection. Later sessions compare a
 * digest, which is made with the station's content key and saved in the state folder. If the object has other content, it is
 * removed from the list.
 */
export class WrittenSecrets {
  readonly #parts: WrittenSecretsParts | undefined;
  readonly #places = new Set<string>();
  /** Length in bytes of the content with this digest. */
  readonly #digests = new Map<string, number>();
  readonly #kept = new Map<string, readonly Kept[]>();
  #hmac: ContentHmac | undefined;

  /** @param parts undefined: everything is forgotten after the session */
  constructor(parts?: WrittenSecretsParts) {
    this.#parts = parts;
  }

  async load(): Promise<void> {
    for (const [place, contents] of Object.entries((await this.#parts?.file.load(keptObjects)) ?? {})) this.#kept.set(place, contents);
    if (this.#kept.size === 0) return;
    const hmac = await this.#parts?.key?.forChecking();
    if (hmac?.ok === true) this.#hmac = hmac.value;
  }

  /**
   * Call it before the write, because the write may reach the chip even without an answer. The secret is read at once, before any
   * wait. A content of less than 16 bytes is kept only for this session: with the key, all its values could be tried.
   */
  async wrote(chipId: string, object: Oid, secret: Uint8Array, offset = 0): Promise<void> {
    const place = placeOf(chipId, object);
    this.#places.add(place);
    this.#digests.set(digestOf(secret), secret.length);
    if (secret.length < shortestProved || this.#parts?.key === undefined) return;
    const copy = secret.slice();
    const hmac = this.#hmac === undefined ? await this.#parts.key.forWriting() : undefined;
    if (hmac?.ok === true) this.#hmac = hmac.value;
    if (this.#hmac !== undefined) {
      const entry = { offset, length: copy.length, hmac: this.#hmac(purpose, place, copy) };
      // A failed write may have left older contents in the object, so they are remembered too.
      this.#kept.set(place, [...(this.#kept.get(place) ?? []).filter(({ hmac: other, offset: from }) => other !== entry.hmac || from !== offset), entry]);
      await this.#save();
    }
    copy.fill(0);
  }

  /** Forgets a secret after the object's whole content was replaced by something that is not secret. */
  async replaced(chipId: string, object: Oid): Promise<void> {
    const place = placeOf(chipId, object);
    this.#places.delete(place);
    if (this.#kept.delete(place)) await this.#save();
  }

  /** Whether this session wrote a secret into the object, whatever it contains now. */
  holdsNow = (chipId: string, object: Oid): boolean => this.#places.has(placeOf(chipId, object));

  /** Whether this object contains such a secret. @param data the object's content, if it was read; it is recognised on every chip */
  holds(chipId: string, object: Oid, data?: Uint8Array): boolean {
    const place = placeOf(chipId, object);
    if (this.#places.has(place)) return true;
    if (data === undefined) return this.#kept.has(place);
    if (this.#isKept(place, data)) return true;
    return [...this.#digests].some(([digest, length]) => data.length >= length && digestOf(data.subarray(0, length)) === digest);
  }

  /** Whether an earlier session wrote this content. If that session's key is missing, nothing can be compared, so the answer is yes. */
  #isKept(place: string, data: Uint8Array): boolean {
    const contents = this.#kept.get(place);
    const hmac = this.#hmac;
    if (contents === undefined) return false;
    if (hmac === undefined || contents.some(({ offset, length, hmac: wanted }) => hmac(purpose, place, data.subarray(offset, offset + length)) === wanted)) return true;
    this.#kept.delete(place);
    void this.#save();
    return false;
  }

  async #save(): Promise<void> {
    await this.#parts?.file.save({ objects: Object.fromEntries(this.#kept) });
  }
}
