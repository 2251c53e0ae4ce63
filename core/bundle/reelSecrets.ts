import { Secret } from '../bytes/secret.ts';
import type { ChipId } from '../objects/uid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { keyLength, type KeyTable } from './keyTable.ts';
import { keyKinds, type KeyKind } from './names.ts';

interface Column {
  readonly places: ReadonlyMap<ChipId, number>;
  readonly keys: Secret;
}

/** The secrets of an unlocked reel, only in memory. They are lent one at a time and wiped when the reel is closed. */
export class ReelSecrets {
  readonly #columns = new Map<KeyKind, Column>();

  /** Takes ownership of the tables' keys. @param tables one for each kind of secret */
  constructor(tables: readonly KeyTable[]) {
    for (const { kind, ids, keys } of tables) {
      this.#columns.get(kind)?.keys.wipe();
      this.#columns.set(kind, { places: new Map(ids.map((id, place) => [id, place])), keys: new Secret(keys) });
    }
  }

  has(chipId: ChipId, kind: KeyKind): boolean {
    return this.#columns.get(kind)?.places.has(chipId) === true;
  }

  /** Chips that have this secret, in the order of the key file. */
  chips(kind: KeyKind): readonly ChipId[] {
    return [...(this.#columns.get(kind)?.places.keys() ?? [])];
  }

  /** Lends one secret of 64 bytes. The receiver must not keep it. */
  open<T>(chipId: ChipId, kind: KeyKind, use: (secret: Uint8Array) => T): Result<T, 'bundle/no-secret'> {
    const column = this.#columns.get(kind);
    const place = column?.places.get(chipId);
    if (column === undefined || place === undefined) return err(fault('bundle/no-secret', { chipId, secret: keyKinds[kind].name }));
    return ok(column.keys.open((keys) => use(keys.subarray(place * keyLength, (place + 1) * keyLength))));
  }

  wipe(): void {
    for (const { keys } of this.#columns.values()) keys.wipe();
    this.#columns.clear();
  }

  toJSON(): string {
    return '[secret]';
  }
}
