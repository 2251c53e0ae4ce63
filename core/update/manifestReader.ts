import { oidAt, type Oid } from '../objects/oid.ts';
import type { ManifestPart, ManifestProblem, ManifestReason } from '../result/words/manifest.ts';
import { decodeCbor, type Cbor, type Item } from './cbor.ts';

type Read = Item | undefined;

const isList = (value: Cbor): value is readonly Cbor[] => Array.isArray(value);

/**
 * Reads the items of a manifest and keeps the problem that comes first in its bytes. What has a problem is undefined;
 * reading what is undefined adds no problem, so a missing part is not reported as a fault of the parts in it.
 */
export class ManifestReader {
  #problem: ManifestProblem | undefined;

  get problem(): ManifestProblem | undefined {
    return this.#problem;
  }

  #note(problem: ManifestProblem): undefined {
    if (this.#problem === undefined || problem.at < this.#problem.at) this.#problem = problem;
  }

  refuse(item: Read, reason: ManifestReason): undefined {
    if (item !== undefined) this.#note({ at: item.place.at, reason });
  }

  /** @param base index of the first byte in the whole manifest */
  decode(bytes: Uint8Array, base: number, part?: ManifestPart): Read {
    const decoded = decodeCbor(bytes, base);
    if (decoded.ok) return decoded.item;
    return this.#note({ ...decoded.problem, ...(part === undefined ? {} : { part }) });
  }

  /** The item that a byte string holds. */
  inside(item: Read, part: ManifestPart, reason: ManifestReason): Read {
    const bytes = this.bytes(item, reason);
    return item === undefined || bytes === undefined ? undefined : this.decode(bytes, item.place.content, part);
  }

  /** The items of an array of exactly `count`. */
  array(item: Read, count: number, reason: ManifestReason): readonly Read[] {
    if (item === undefined) return [];
    const { value, place } = item;
    if (!isList(value) || value.length !== count) return this.refuse(item, reason) ?? [];
    return place.items.map((at, i) => ({ value: value[i] as Cbor, place: at }));
  }

  /** The values of a map with exactly these keys in this order. */
  map(item: Read, keys: readonly number[], reason: ManifestReason): readonly Read[] {
    if (item === undefined) return [];
    const { value, place } = item;
    const entries: readonly (readonly [unknown, Cbor])[] = value instanceof Map ? [...(value as ReadonlyMap<number | string, Cbor>)] : [];
    if (entries.length !== keys.length || !entries.every(([key], i) => key === keys[i])) return this.refuse(item, reason) ?? [];
    return place.items.map((at, i) => ({ value: entries[i]?.[1] as Cbor, place: at }));
  }

  /** A number from `least` to `most`. */
  number(item: Read, least: number, most: number, reason: ManifestReason): number | undefined {
    const value = item?.value;
    return typeof value === 'number' && value >= least && value <= most ? value : this.refuse(item, reason);
  }

  /** The name of a number in a table. */
  name<N extends string>(item: Read, table: Readonly<Record<N, number>>, reason: ManifestReason): N | undefined {
    return (Object.keys(table) as N[]).find((name) => table[name] === item?.value) ?? this.refuse(item, reason);
  }

  /** A byte string of `least` to `most` bytes. */
  bytes(item: Read, reason: ManifestReason, least = 0, most = Number.MAX_SAFE_INTEGER): Uint8Array | undefined {
    const value = item?.value;
    return value instanceof Uint8Array && value.length >= least && value.length <= most ? value : this.refuse(item, reason);
  }

  object(item: Read, reason: ManifestReason): Oid | undefined {
    const bytes = this.bytes(item, reason, 2, 2);
    return bytes === undefined ? undefined : oidAt(bytes);
  }

  /** Refuses an item that is not this one number, or not null. */
  only(item: Read, value: number | null, reason: ManifestReason): void {
    if (item?.value !== value) this.refuse(item, reason);
  }
}
