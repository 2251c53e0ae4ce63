import { toHex } from '../../../core/bytes/hex.ts';
import { readObjects, type ChipSnapshot, type ObjectSnapshot } from '../../../core/chip/snapshot.ts';
import type { Oid } from '../../../core/objects/oid.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import type { Manifest } from '../../../core/update/manifest.ts';
import type { Board, Work } from '../../board/board.ts';

/** What the studio knows of the connected chip: only the objects that it asked for. */
export interface KnownChip {
  readonly identity: ChipSnapshot;
  readonly chipId: string;
  /** Hex, 25 bytes. */
  readonly componentId: string;
  /** Undefined: the chip has no such object. */
  readonly object: (id: Oid) => ObjectSnapshot | undefined;
  /** Those that were read. */
  readonly objects: ReadonlyMap<Oid, ObjectSnapshot>;
}

/** Reads objects of the connected chip when they are asked for, and keeps them until something changed. */
export class StudioChip {
  readonly #board: Board;
  #chipId = '';
  #objects = new Map<Oid, ObjectSnapshot | undefined>();

  constructor(board: Board) {
    this.#board = board;
  }

  /** A run, or another chip: what was read is old. */
  forget(): void {
    this.#objects = new Map();
  }

  /** Undefined without a chip, or when the link failed meanwhile. */
  async know(ids: readonly Oid[]): Promise<KnownChip | undefined> {
    const { identity, link } = this.#board.state;
    if (identity === undefined || (link !== 'connected' && link !== 'busy')) return undefined;
    if (identity.uid.chipId !== this.#chipId) this.forget();
    this.#chipId = identity.uid.chipId;
    const missing = ids.filter((id) => !this.#objects.has(id));
    if (missing.length > 0) {
      const read = await this.#board.run('Reading what the data set needs', (work) => readEach(work, missing));
      if (!read.ok || this.#board.state.identity?.uid.chipId !== this.#chipId) return undefined;
      for (const [id, object] of read.value) this.#objects.set(id, object);
    }
    const objects = this.#objects;
    return {
      identity,
      chipId: identity.uid.chipId,
      componentId: toHex(identity.uid.raw.subarray(0, 25)),
      object: (id) => objects.get(id),
      objects: new Map([...objects].flatMap(([id, object]) => (object === undefined ? [] : [[id, object] as const]))),
    };
  }
}

/** One by one: an object that the chip does not have is no reason to know nothing of the others. */
async function readEach({ chip, identity }: Work, ids: readonly Oid[]): Promise<Result<Map<Oid, ObjectSnapshot | undefined>>> {
  const objects = new Map<Oid, ObjectSnapshot | undefined>();
  for (const id of ids) {
    const read = await readObjects(chip, identity, [id]);
    if (read.ok) objects.set(id, read.value.objects.get(id));
    else if (read.fault.code === 'chip/refused') objects.set(id, undefined);
    else return read;
  }
  return ok(objects);
}

/** Objects whose state decides what the chip says. */
export const decisive = ({ target, trustAnchor, confidentiality }: Manifest): Oid[] => [
  target,
  trustAnchor,
  ...(confidentiality === undefined ? [] : [confidentiality.secret]),
];
