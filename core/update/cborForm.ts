import { toHex } from '../bytes/hex.ts';
import type { ManifestProblem, ManifestReason } from '../result/words/manifest.ts';

/** Where an item is in its manifest, as indexes of bytes. */
export interface Place {
  /** The item's first byte. */
  readonly at: number;
  /** The first byte after its head: the content of a byte string begins here. */
  readonly content: number;
  /** The items of an array, or the values of a map, in their order. */
  readonly items: readonly Place[];
}

interface Head {
  /** Major type: 0 and 1 numbers, 2 bytes, 3 text, 4 array, 5 map, 7 null. */
  readonly major: number;
  readonly value: number;
  readonly next: number;
}

interface Placed {
  readonly place: Place;
  /** Index of the byte after the item. */
  readonly end: number;
}

/** Most levels of nested arrays and maps. A manifest has at most six. */
const deepest = 8;
const nullByte = 0xf6;
/** By the size of the number after the first byte: the least number that needs this size. */
const leastOf: Readonly<Record<number, number>> = { 1: 24, 2: 0x100, 4: 0x10000 };

/** What is wrong with an item's first byte, whatever follows it. */
function forbiddenByte(first: number): ManifestReason | undefined {
  const [major, short] = [first >> 5, first & 0x1f];
  if (first === nullByte) return undefined;
  if (major === 6) return 'tag';
  if (major === 7) return short >= 25 && short <= 27 ? 'float' : 'simple';
  if (short < 27) return undefined;
  if (short === 27) return 'over-four-bytes';
  return short === 31 && major >= 2 ? 'indefinite' : 'reserved';
}

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** Goes through the bytes of one item in their order. It stops at the first problem. */
class FormCheck {
  readonly #bytes: Uint8Array;
  readonly #base: number;
  problem: ManifestProblem | undefined;

  constructor(bytes: Uint8Array, base: number) {
    this.#bytes = bytes;
    this.#base = base;
  }

  refuse(at: number, reason: ManifestReason): undefined {
    this.problem ??= { at: this.#base + at, reason };
  }

  #head(at: number): Head | undefined {
    const first = this.#bytes[at];
    if (first === undefined) return this.refuse(at, 'cut-short');
    const forbidden = forbiddenByte(first);
    if (forbidden !== undefined) return this.refuse(at, forbidden);
    const [major, short] = [first >> 5, first & 0x1f];
    if (short < 24 || first === nullByte) return { major, value: short, next: at + 1 };
    const next = at + 1 + (1 << (short - 24));
    if (next > this.#bytes.length) return this.refuse(this.#bytes.length, 'cut-short');
    const value = this.#bytes.subarray(at + 1, next).reduce((sum, byte) => sum * 256 + byte, 0);
    return value < (leastOf[next - at - 1] ?? 0) ? this.refuse(at, 'not-shortest') : { major, value, next };
  }

  item(at: number, depth: number): Placed | undefined {
    const head = this.#head(at);
    if (head === undefined) return undefined;
    const { major, next } = head;
    if (major === 2 || major === 3) return this.#string(at, head);
    if (major !== 4 && major !== 5) return this.#placed(at, next, next);
    if (depth > deepest) return this.refuse(at, 'too-deep');
    return major === 4 ? this.#array(at, head, depth) : this.#map(at, head, depth);
  }

  #placed(at: number, content: number, end: number, items: readonly Place[] = []): Placed {
    return { place: { at: this.#base + at, content: this.#base + content, items }, end };
  }

  #string(at: number, { major, value, next }: Head): Placed | undefined {
    const end = next + value;
    if (end > this.#bytes.length) return this.refuse(this.#bytes.length, 'cut-short');
    if (major === 3 && !isUtf8(this.#bytes.subarray(next, end))) return this.refuse(at, 'not-utf8');
    return this.#placed(at, next, end);
  }

  #array(at: number, { value, next }: Head, depth: number): Placed | undefined {
    const items: Place[] = [];
    let end = next;
    while (items.length < value) {
      const item = this.item(end, depth + 1);
      if (item === undefined) return undefined;
      items.push(item.place);
      end = item.end;
    }
    return this.#placed(at, next, end, items);
  }

  #map(at: number, { value, next }: Head, depth: number): Placed | undefined {
    const [values, keys] = [[] as Place[], new Set<string>()];
    let end = next;
    while (values.length < value) {
      const afterKey = this.#key(end, keys);
      const item = afterKey === undefined ? undefined : this.item(afterKey, depth + 1);
      if (item === undefined) return undefined;
      values.push(item.place);
      end = item.end;
    }
    return this.#placed(at, next, end, values);
  }

  /** @returns index of the byte after the key */
  #key(at: number, keys: Set<string>): number | undefined {
    const head = this.#head(at);
    if (head === undefined) return undefined;
    if (![0, 1, 3].includes(head.major)) return this.refuse(at, 'key-kind');
    const end = head.major === 3 ? this.#string(at, head)?.end : head.next;
    if (end === undefined) return undefined;
    const written = toHex(this.#bytes.subarray(at, end));
    if (keys.has(written)) return this.refuse(at, 'key-twice');
    keys.add(written);
    return end;
  }
}

/**
 * Finds where the items of a manifest are. Strict (RFC 8949, section 4.2.1): one item, shortest forms, definite lengths,
 * keys that differ, and only the kinds that a manifest has.
 * @param base index of the first byte in the whole manifest
 */
export function placesOf(bytes: Uint8Array, base: number): Place | ManifestProblem {
  const check = new FormCheck(bytes, base);
  const placed = check.item(0, 1);
  if (placed !== undefined && placed.end < bytes.length) check.refuse(placed.end, 'bytes-follow');
  return check.problem ?? (placed as Placed).place;
}
