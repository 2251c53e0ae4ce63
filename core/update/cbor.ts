import { Encoder } from 'cbor-x/index-no-eval';
import { firstDifference } from '../bytes/bytes.ts';
import { sayBytes } from '../result/format.ts';

/**
 * The items of a manifest (RFC 8949): integers from -2^32 to 2^32-1, byte strings, text, null, arrays, and maps whose
 * entries keep their order. Nothing else is read or written.
 */
export type Cbor = number | string | null | Uint8Array | readonly Cbor[] | CborMap;
export type CborMap = ReadonlyMap<number | string, Cbor>;

/** Where the bytes are not allowed in a manifest, and what is wrong there. */
export interface CborProblem {
  readonly at: number;
  readonly why: string;
}

export type DecodedCbor = { readonly ok: true; readonly value: Cbor } | { readonly ok: false; readonly problem: CborProblem };

const options = { useRecords: false, mapsAsObjects: false, tagUint8Array: false } as const;
const codec = new Encoder(options);

/** Longest manifest, bytes: several times what one command of the chip can carry. */
const longest = 16_384;
/** Most levels of nested arrays and maps. A manifest has at most six. */
const deepest = 8;

const problem = (at: number, why: string): DecodedCbor => ({ ok: false, problem: { at, why } });

/** Canonical bytes: shortest lengths, map entries in the given order. */
export const encodeCbor = (item: Cbor): Uint8Array => new Uint8Array(codec.encode(item));

/**
 * Checks the head of every item before cbor-x decodes it: cbor-x acts on tags, and a few hundred bytes of nested tags
 * make it use a gigabyte. Other errors are found later.
 */
function forbiddenHead(bytes: Uint8Array): CborProblem | undefined {
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] as number;
    const [major, short] = [first >> 5, first & 0x1f];
    if (major >= 6 && first !== 0xf6) return { at, why: `a value of the kind 0x${first.toString(16)} does not belong into a manifest` };
    if (short > 26) return { at, why: 'a length is indefinite or longer than four bytes' };
    const next = at + 1 + (short < 24 ? 0 : 1 << (short - 24));
    const length = short < 24 ? short : bytes.subarray(at + 1, next).reduce((sum, byte) => sum * 256 + byte, 0);
    at = next + (major === 2 || major === 3 ? length : 0);
  }
  return undefined;
}

/** cbor-x throws when bytes are missing, and when the call stack is too deep. */
function decodeLoosely(bytes: Uint8Array): { readonly item: unknown } | CborProblem {
  try {
    let item: unknown;
    // A copy, because the decoder adds a property to its input. It decodes only the first item; bytes after it are
    // detected by its length.
    codec.decodeMultiple(new Uint8Array(bytes), (first) => {
      item = first;
      return false;
    });
    return { item };
  } catch (thrown) {
    if (!(thrown instanceof Error)) return { at: 0, why: 'it is not CBOR' };
    if ('incomplete' in thrown && thrown.incomplete === true) return { at: bytes.length, why: 'it is cut short' };
    return { at: 0, why: thrown instanceof RangeError ? 'it is nested too deep' : `it is not CBOR (${thrown.message})` };
  }
}

/** Describes a value that a manifest cannot have. */
class Refused {
  readonly why: string;

  constructor(why: string) {
    this.why = why;
  }
}

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);

function copyMap(entries: ReadonlyMap<unknown, unknown>, depth: number): CborMap | Refused {
  const copy = new Map<number | string, Cbor>();
  for (const [key, value] of entries) {
    if (typeof key !== 'string' && !isInteger(key)) return new Refused('a key of a map is neither a number nor text');
    const item = copied(value, depth);
    if (item instanceof Refused) return item;
    copy.set(key, item);
  }
  return copy;
}

function copyArray(items: readonly unknown[], depth: number): readonly Cbor[] | Refused {
  const copy: Cbor[] = [];
  for (const value of items) {
    const item = copied(value, depth);
    if (item instanceof Refused) return item;
    copy.push(item);
  }
  return copy;
}

/** Accepts the few kinds that a manifest has. Byte strings are copied, because those of cbor-x share memory with its input. */
function copied(value: unknown, depth: number): Cbor | Refused {
  if (value === null || typeof value === 'string' || isInteger(value)) return value;
  if (value instanceof Uint8Array) return new Uint8Array(value);
  const isMap = value instanceof Map;
  if (!isMap && !Array.isArray(value)) return new Refused('a value of another kind does not belong into a manifest');
  if (depth > deepest) return new Refused('it is nested too deep');
  return isMap ? copyMap(value, depth + 1) : copyArray(value, depth + 1);
}

/**
 * Decodes exactly one item. Strict: encoding the result must give the same bytes. So non-shortest forms, indefinite
 * lengths, duplicate keys and extra bytes at the end are refused.
 */
export function decodeCbor(bytes: Uint8Array): DecodedCbor {
  if (bytes.length > longest) return problem(longest, `it is longer than ${sayBytes(longest)}`);
  const forbidden = forbiddenHead(bytes);
  if (forbidden !== undefined) return { ok: false, problem: forbidden };
  const loose = decodeLoosely(bytes);
  if ('why' in loose) return { ok: false, problem: loose };
  const value = copied(loose.item, 1);
  if (value instanceof Refused) return problem(0, value.why);
  const again = encodeCbor(value);
  const difference = firstDifference(again, bytes);
  if (difference < 0) return { ok: true, value };
  return problem(difference, difference === again.length ? 'bytes follow its end' : 'a number is not in its shortest form, or a key is there twice');
}

/** The number, or undefined when it is something else. */
export const asInt = (item: Cbor | undefined): number | undefined => (typeof item === 'number' ? item : undefined);

/** The byte string; undefined when it is something else, or does not have the given `length`. */
export const asBytes = (item: Cbor | undefined, length?: number): Uint8Array | undefined =>
  item instanceof Uint8Array && (length === undefined || item.length === length) ? item : undefined;

const isList = (item: Cbor | undefined): item is readonly Cbor[] => Array.isArray(item);

/** Items of an array of exactly `count`; empty when it is something else. */
export const asArray = (item: Cbor | undefined, count: number): readonly Cbor[] => (isList(item) && item.length === count ? item : []);

/** Values of a map with exactly these keys in this order; empty when it is something else. */
export function asMap(item: Cbor | undefined, ...keys: number[]): readonly Cbor[] {
  if (!(item instanceof Map) || item.size !== keys.length) return [];
  const entries: readonly (readonly [number | string, Cbor])[] = [...(item as CborMap)];
  return entries.every(([key], i) => key === keys[i]) ? entries.map(([, value]) => value) : [];
}

/** The item that a byte string holds. */
export function inside(item: Cbor | undefined): Cbor | undefined {
  const bytes = asBytes(item);
  const decoded = bytes === undefined ? undefined : decodeCbor(bytes);
  return decoded?.ok === true ? decoded.value : undefined;
}
