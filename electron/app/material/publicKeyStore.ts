import { z } from 'zod';
import { fromHex, toHex } from '../../../core/bytes/hex.ts';
import { parseSpki, type PublicKey } from '../../../core/keys/publicKey.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import type { StateFile } from '../../files/stateFile.ts';

const book = z.record(z.string(), z.unknown());

/** Reads the key of a chip's object from the file; undefined when there is no valid entry. */
export function keyOf(keys: Readonly<Record<string, string>>, place: string): PublicKey | undefined {
  const text = Object.hasOwn(keys, place) ? keys[place] : undefined;
  const bytes = fromHex(text ?? '');
  const key = bytes.ok && bytes.value.length > 0 ? parseSpki(bytes.value) : undefined;
  return key?.ok === true ? key.value : undefined;
}

/** Reads the entries of a file with public keys, by chip and object; undefined for another file. Fields that are not text are ignored. */
export function readPublicKeys(fields: unknown): Record<string, string> | undefined {
  const kept = book.safeParse(fields);
  if (!kept.success) return undefined;
  return Object.fromEntries(Object.entries(kept.data).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Stores public keys by chip and object. The chip reveals a public key only once, when the key is made. */
export class PublicKeyStore {
  readonly #file: Pick<StateFile, 'load' | 'save'>;
  #keys: Record<string, string> = {};

  constructor(file: Pick<StateFile, 'load' | 'save'>) {
    this.#file = file;
  }

  async load(): Promise<void> {
    this.#keys = (await this.#file.load(readPublicKeys)) ?? {};
  }

  /** Stores a public key. @param spki SubjectPublicKeyInfo, DER */
  async remember(chipId: string, id: Oid, spki: Uint8Array): Promise<void> {
    this.#keys = { ...this.#keys, [`${chipId}/${formatOid(id)}`]: toHex(spki) };
    await this.#file.save(this.#keys);
  }

  /** Returns the last stored key. The caller must test whether the chip still has this key. */
  find(chipId: string, id: Oid): PublicKey | undefined {
    return keyOf(this.#keys, `${chipId}/${formatOid(id)}`);
  }
}
