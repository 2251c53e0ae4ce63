import { concat } from '../bytes/bytes.ts';

/** The part of CBOR (RFC 8949) that manifests use, canonical only: shortest lengths, no tags, no floats. */
export type Cbor =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly kind: 'array'; readonly items: readonly Cbor[] }
  | { readonly kind: 'map'; readonly pairs: readonly (readonly [key: Cbor, value: Cbor])[] }
  | { readonly kind: 'null' };

export const int = (value: number): Cbor => ({ kind: 'int', value });
export const bstr = (value: Uint8Array): Cbor => ({ kind: 'bytes', value });
export const array = (...items: Cbor[]): Cbor => ({ kind: 'array', items });
export const map = (...pairs: [number, Cbor][]): Cbor => ({ kind: 'map', pairs: pairs.map(([key, value]) => [int(key), value]) });
export const nil: Cbor = { kind: 'null' };

function head(major: number, value: number): Uint8Array {
  const top = major << 5;
  if (value < 24) return Uint8Array.of(top | value);
  if (value < 0x100) return Uint8Array.of(top | 24, value);
  if (value < 0x10000) return Uint8Array.of(top | 25, value >> 8, value & 0xff);
  return Uint8Array.of(top | 26, (value >>> 24) & 0xff, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff);
}

export function encodeCbor(item: Cbor): Uint8Array {
  switch (item.kind) {
    case 'int':
      return item.value < 0 ? head(1, -1 - item.value) : head(0, item.value);
    case 'bytes':
      return concat(head(2, item.value.length), item.value);
    case 'array':
      return concat(head(4, item.items.length), ...item.items.map(encodeCbor));
    case 'map':
      return concat(head(5, item.pairs.length), ...item.pairs.flatMap((pair) => pair.map(encodeCbor)));
    case 'null':
      return Uint8Array.of(0xf6);
  }
}

export interface CborProblem {
  readonly at: number;
  readonly why: string;
}

interface Decoded<T> {
  readonly item: T;
  readonly next: number;
}

export const isProblem = (value: object): value is CborProblem => 'why' in value;

const maxDepth = 12;
/** Longest manifest, bytes: several times what the chip takes in one command. */
const longest = 16_384;

function argument(bytes: Uint8Array, at: number): Decoded<number> | CborProblem {
  const short = (bytes[at] as number) & 0x1f;
  if (short < 24) return { item: short, next: at + 1 };
  const size = [1, 2, 4][short - 24];
  if (size === undefined) return { at, why: 'a length is indefinite or longer than four bytes' };
  if (at + 1 + size > bytes.length) return { at, why: 'it is cut short' };
  const item = bytes.subarray(at + 1, at + 1 + size).reduce((sum, byte) => sum * 256 + byte, 0);
  const shortest = [24, 0x100, 0x10000][short - 24] as number;
  return item < shortest ? { at, why: 'a number is not in its shortest form' } : { item, next: at + 1 + size };
}

function several(bytes: Uint8Array, at: number, count: number, depth: number): Decoded<Cbor[]> | CborProblem {
  const items: Cbor[] = [];
  let next = at;
  while (items.length < count) {
    const read = itemAt(bytes, next, depth);
    if (isProblem(read)) return read;
    items.push(read.item);
    next = read.next;
  }
  return { item: items, next };
}

function itemAt(bytes: Uint8Array, at: number, depth: number): Decoded<Cbor> | CborProblem {
  const first = bytes[at];
  if (first === undefined) return { at, why: 'it is cut short' };
  if (first === 0xf6) return { item: nil, next: at + 1 };
  if (depth > maxDepth) return { at, why: 'it is nested too deep' };
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
      return { item: bstr(bytes.slice(next, next + value)), next: next + value };
    case 4: {
      const inner = several(bytes, next, value, depth + 1);
      return isProblem(inner) ? inner : { item: { kind: 'array', items: inner.item }, next: inner.next };
    }
    case 5: {
      const inner = several(bytes, next, 2 * value, depth + 1);
      if (isProblem(inner)) return inner;
      const pairs = Array.from({ length: value }, (_, i) => [inner.item[2 * i] as Cbor, inner.item[2 * i + 1] as Cbor] as const);
      return { item: { kind: 'map', pairs }, next: inner.next };
    }
    default:
      return { at, why: `a value of the kind 0x${first.toString(16)} does not belong into a manifest` };
  }
}

/** Decodes exactly one item. Strict: shortest forms only, nothing behind it. */
export function decodeCbor(bytes: Uint8Array): Cbor | CborProblem {
  if (bytes.length > longest) return { at: longest, why: `it is longer than ${longest} bytes` };
  const read = itemAt(bytes, 0, 0);
  if (isProblem(read)) return read;
  return read.next === bytes.length ? read.item : { at: read.next, why: 'bytes follow its end' };
}

/** Number, or undefined when it is something else. */
export const asInt = (item: Cbor | undefined): number | undefined => (item?.kind === 'int' ? item.value : undefined);

/** Byte string, of `length` bytes when that is given; undefined when it is something else. */
export const asBytes = (item: Cbor | undefined, length?: number): Uint8Array | undefined =>
  item?.kind === 'bytes' && (length === undefined || item.value.length === length) ? item.value : undefined;

/** Items of an array of exactly `count`; empty when it is something else. */
export const asArray = (item: Cbor | undefined, count: number): readonly Cbor[] =>
  item?.kind === 'array' && item.items.length === count ? item.items : [];

/** Values of a map with exactly these keys in this order; empty when it is something else. */
export function asMap(item: Cbor | undefined, ...keys: number[]): readonly Cbor[] {
  if (item?.kind !== 'map' || item.pairs.length !== keys.length) return [];
  return item.pairs.every(([key], i) => asInt(key) === keys[i]) ? item.pairs.map(([, value]) => value) : [];
}

/** The item that a byte string holds. */
export function inside(item: Cbor | undefined): Cbor | undefined {
  const bytes = asBytes(item);
  const decoded = bytes === undefined ? undefined : decodeCbor(bytes);
  return decoded === undefined || isProblem(decoded) ? undefined : decoded;
}
