import { stillReaches } from '../../core/access/accessContext.ts';
import { readConditions, readObjects, type ChipSnapshot, type ObjectSnapshot } from '../../core/chip/snapshot.ts';
import type { Metadata } from '../../core/objects/metadata.ts';
import type { Oid } from '../../core/objects/oid.ts';
import type { ChipId } from '../../core/objects/uid.ts';
import { ok, type Result } from '../../core/result/result.ts';
import type { Work } from './board.ts';
import type { BoardState } from './boardState.ts';
import { ShownKeys } from './shownKeys.ts';

/** What the board provides for reading. */
export interface Reading {
  chip(): Result<ChipSnapshot, 'plan/no-board'>;
  run<T>(activity: string, work: (work: Work) => Promise<Result<T>>): Promise<Result<T>>;
}

/** Why what was read from the chip no longer counts: another chip is on the board, or the connection's rights on the chip changed. */
export type ChipChange = 'chip' | 'access';

/** An object as last shown. Contents are kept as digests. */
export interface Shown {
  readonly metadata: Metadata;
  readonly digest?: string;
}

/** `conditions`: metadata, and the content of closed objects. `contents`: metadata, and all readable content. */
const readers = { conditions: readConditions, contents: readObjects } as const;
type Depth = keyof typeof readers;

/** What was read of each object. Undefined: the chip does not have the object. */
type Kept = Readonly<Record<Depth, Map<Oid, ObjectSnapshot | undefined>>>;
const nothing = (): Kept => ({ conditions: new Map(), contents: new Map() });

function objectsIn(kept: ReadonlyMap<Oid, ObjectSnapshot | undefined>): ReadonlyMap<Oid, ObjectSnapshot> {
  return new Map([...kept].flatMap(([id, object]) => (object === undefined ? [] : [[id, object] as const])));
}

/**
 * The only cache of what was read from the connected chip. The board clears the cache when another chip answers, a command changed
 * the chip, the chip's application was opened again, or this connection gains or loses rights.
 */
export class ChipKnowledge {
  readonly #board: Reading;
  /** The public keys that the chip has shown in this connection. */
  readonly keys = new ShownKeys();
  #kept: Kept = nothing();
  /** The chip that was read last, with its state. It is kept while the board is disconnected. */
  #seen: ChipSnapshot | undefined;
  #shown: { readonly chipId: ChipId | ''; readonly objects: ReadonlyMap<Oid, Shown> } = { chipId: '', objects: new Map() };

  constructor(board: Reading) {
    this.#board = board;
  }

  /** Reads metadata of these objects, and the content of the closed ones. Objects that the chip refuses are left out. */
  conditions(activity: string, ids: readonly Oid[]): Promise<Result<ChipSnapshot>> {
    return this.#know('conditions', activity, ids);
  }

  /** Reads metadata and readable content of these objects. Objects that the chip refuses are left out. */
  contents(activity: string, ids: readonly Oid[]): Promise<Result<ChipSnapshot>> {
    return this.#know('contents', activity, ids);
  }

  /** The last state that was read, for a chip whose board is disconnected; undefined when it was never read. The chip is not asked. */
  lastConditions(): ChipSnapshot | undefined {
    const { conditions } = this.#kept;
    return this.#seen === undefined || conditions.size === 0 ? undefined : { ...this.#seen, objects: objectsIn(conditions) };
  }

  /** The objects of the connected chip whose content was read. The chip is not asked. */
  lastContents(): ReadonlyMap<Oid, ObjectSnapshot> {
    return objectsIn(this.#kept.contents);
  }

  /** The objects as they were last shown, so that changes can be marked. Empty for another chip. */
  shownBefore(chipId: ChipId): ReadonlyMap<Oid, Shown> {
    return this.#shown.chipId === chipId ? this.#shown.objects : new Map<Oid, Shown>();
  }

  shown(chipId: ChipId, objects: ReadonlyMap<Oid, Shown>): void {
    this.#shown = { chipId, objects };
  }

  /** Called by the board when something changed the chip. */
  forget(): void {
    this.#kept = nothing();
  }

  /** Called by the board when the chip may have changed unnoticed. */
  forgetAll(): void {
    this.forget();
    this.keys.forget();
  }

  /** Called by the board with its state after each event. @returns what changed for callers that relied on the chip */
  update({ identity, link }: BoardState): ChipChange | undefined {
    const before = this.#seen;
    if (link !== 'connected' && link !== 'busy') this.keys.forget();
    if (identity === undefined) {
      this.forgetAll();
      return undefined;
    }
    this.#seen = identity;
    const change = before === undefined ? undefined : changeOf(before, identity);
    if (change === 'chip') this.forgetAll();
    if (change === 'access') this.forget();
    return change;
  }

  async #know(depth: Depth, activity: string, ids: readonly Oid[]): Promise<Result<ChipSnapshot>> {
    const here = this.#board.chip();
    if (!here.ok) return here;
    const kept = this.#kept[depth];
    if (ids.every((id) => kept.has(id))) return ok({ ...here.value, objects: objectsIn(kept) });
    return this.#board.run(activity, (work) => this.#read(depth, ids, work));
  }

  /** Reads the objects one by one, so that the others are read even when the chip lacks an object. */
  async #read(depth: Depth, ids: readonly Oid[], { chip, identity }: Work): Promise<Result<ChipSnapshot>> {
    // If the cache is cleared during the read, the result is not cached.
    const kept = this.#kept[depth];
    for (const id of ids) {
      if (kept.has(id)) continue;
      const read = await readers[depth](chip, identity, [id]);
      if (!read.ok && read.fault.code !== 'chip/refused') return read;
      kept.set(id, read.ok ? read.value.objects.get(id) : undefined);
    }
    return ok({ ...identity, objects: objectsIn(kept) });
  }
}

function changeOf(before: ChipSnapshot, now: ChipSnapshot): ChipChange | undefined {
  if (before.uid.chipId !== now.uid.chipId) return 'chip';
  return stillReaches(now, before) && stillReaches(before, now) ? undefined : 'access';
}
