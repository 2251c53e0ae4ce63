import { concat } from '../../bytes/bytes.ts';
import type { Cbor } from '../cbor.ts';

/**
 * An independent reader and writer of CBOR that share no code with cbor-x. Tests compare the codec of manifests with
 * them. Canonical only: shortest lengths, no tags, no floats. They do not support text, which no manifest has.
 */
export type Item =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly kind: 'array'; readonly items: readonly Item[] }
  | { readonly kind: 'map'; readonly pairs: readonly (readonly [key: Item, value: Item])[] }
  | { readonly kind: 'null' };

const int = (value: number): Item => ({ kind: 'int', value });

function head(major: number, value: number): Uint8Array {
  const top = major << 5;
  if (value < 24) return Uint8Array.of(top | value);
  if (value < 0x100) return Uint8Array.of(top | 24, value);
  if (value < 0x10000) return Uint8Array.of(top | 25, value >> 8, value & 0xff);
  return Uint8Array.of(top | 26, (value >>> 24) & 0xff, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff);
}

export function writeItem(item: Item): Uint8Array {
  switch (item.kind) {
    case 'int':
      return item.value < 0 ? head(1, -1 - item.value) : head(0, item.value);
    case 'bytes':
      return concat(head(2, item.value.length), item.value);
    case 'array':
      return concat(head(4, item.items.length), ...item.items.map(writeItem));
    case 'map':
      return concat(head(5, item.pairs.length), ...item.pairs.flatMap((pair) => pair.map(writeItem)));
    case 'null':
      return Uint8Array.of(0xf6);
  }
}

export interface ItemProblem {
  readonly at: number;
  readonly why: string;
}

interface Decoded<T> {
  readonly item: T;
  readonly next: number;
}

export const isProblem = (value: object): value is ItemProblem => 'why' in value;

/** Most levels of nested arrays and maps. */
const maxDepth = 8;
/** Longest manifest, bytes: several times what one command of the chip can carry. */
const longest = 16_384;

function argument(bytes: Uint8Array, at: number): Decoded<number> | ItemProblem {
  const short = (bytes[at] as number) & 0x1f;
  if (short < 24) return { item: short, next: at + 1 };
  const size = [1, 2, 4][short - 24];
  if (size === undefined) return { at, why: 'a length is indefinite or longer than four bytes' };
  if (at + 1 + size > bytes.length) return { at, why: 'it is cut short' };
  const item = bytes.subarray(at + 1, at + 1 + size).reduce((sum, byte) => sum * 256 + byte, 0);
  const shortest = [24, 0x100, 0x10000][short - 24] as number;
  return item < shortest ? { at, why: 'a number is not in its shortest form' } : { item, next: at + 1 + size };
}

function several(bytes: Uint8Array, at: number, count: number, depth: number): Decoded<Item[]> | ItemProblem {
  const items: Item[] = [];
  let next = at;
  while (items.length < count) {
    const read = itemAt(bytes, next, depth);
    if (isProblem(read)) return read;
    items.push(read.item);
    next = read.next;
  }
  return { item: items, next };
}

function itemAt(bytes: Uint8Array, at: number, depth: number): Decoded<Item> | ItemProblem {
  const first = bytes[at];
  if (first === undefined) return { at, why: 'it is cut short' };
  if (first === 0xf6) return { item: { kind: 'null' }, next: at + 1 };
  if (first >> 5 >= 4 && depth >= maxDepth) return { at, why: 'it is nested too deep' };
  const read = argument(bytes, at);
  if (isProblem(read)) return read;
  const { item: value, next } = read;
  switch (first >> 5) {
    case 0:
      return { item: int(value), next };
    case 1:
      return { item: int(-1 - value), next };
    case 2:
      if (next + value > bytes.length) return { at, why: 'it is cut short' };
      return { item: { kind: 'bytes', value: bytes.slice(next, next + value) }, next: next + value };
    case 4: {
      const inner = several(bytes, next, value, depth + 1);
      return isProblem(inner) ? inner : { item: { kind: 'array', items: inner.item }, next: inner.next };
    }
    case 5: {
      const inner = several(bytes, next, 2 * value, depth + 1);
      if (isProblem(inner)) return inner;
      const pairs = Array.from({ length: value }, (_, i) => [inner.item[2 * i] as Item, inner.item[2 * i + 1] as Item] as const);
      return { item: { kind: 'map', pairs }, next: inner.next };
    }
    default:
      return { at, why: `a value of the kind 0x${first.toString(16)} does not belong into a manifest` };
  }
}

/** Decodes exactly one item. Strict: shortest forms only, no bytes after it. */
export function readItem(bytes: Uint8Array): Item | ItemProblem {
  if (bytes.length > longest) return { at: longest, why: `it is longer than ${longest} bytes` };
  const read = itemAt(bytes, 0, 0);
  if (isProblem(read)) return read;
  return read.next === bytes.length ? read.item : { at: read.next, why: 'bytes follow its end' };
}

/** The same result as the codec's. Of two equal keys the last one is kept, so callers compare the sizes. */
export function plain(item: Item): Cbor {
  switch (item.kind) {
    case 'int':
    case 'bytes':
      return item.value;
    case 'array':
      return item.items.map(plain);
    case 'map':
      return new Map(item.pairs.map(([key, value]) => [plain(key) as number, plain(value)]));
    case 'null':
      return null;
  }
}
