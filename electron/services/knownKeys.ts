import { z } from 'zod';
import { fromHex, toHex } from '../../core/bytes/hex.ts';
import { parseSpki, type PublicKey } from '../../core/keys/publicKey.ts';
import { formatOid, type Oid } from '../../core/objects/oid.ts';
import type { JsonFile } from './settingsStore.ts';

const book = z.record(z.string(), z.string());

/** The chip tells a public key once, when the key is made: it is kept here, by chip and object. Public keys only. */
export class KnownKeys {
  readonly #file: Pick<JsonFile, 'load' | 'save'>;
  #keys: Record<string, string> = {};

  constructor(file: Pick<JsonFile, 'load' | 'save'>) {
    this.#file = file;
  }

  async load(): Promise<void> {
    const kept = book.safeParse(await this.#file.load());
    if (kept.success) this.#keys = kept.data;
  }

  /** @param spki SubjectPublicKeyInfo, DER */
  async remember(chipId: string, id: Oid, spki: Uint8Array): Promise<void> {
    this.#keys = { ...this.#keys, [`${chipId}/${formatOid(id)}`]: toHex(spki) };
    await this.#file.save(this.#keys);
  }

  /** What was told last; whether it is still the key's, its user must try. */
  find(chipId: string, id: Oid): PublicKey | undefined {
    const bytes = fromHex(this.#keys[`${chipId}/${formatOid(id)}`] ?? '');
    const key = bytes.ok && bytes.value.length > 0 ? parseSpki(bytes.value) : undefined;
    return key?.ok === true ? key.value : undefined;
  }
}
