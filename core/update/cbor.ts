import { Encoder } from 'cbor-x/index-no-eval';
import { firstDifference } from '../bytes/bytes.ts';
import type { ManifestProblem, ManifestReason } from '../result/words/manifest.ts';
import { placesOf, type Place } from './cborForm.ts';

/**
 * The items of a manifest (RFC 8949): integers from -2^32 to 2^32-1, byte strings, text, null, arrays, and maps whose
 * entries keep their order. Nothing else is read or written.
 */
export type Cbor = number | string | null | Uint8Array | readonly Cbor[] | CborMap;
export type CborMap = ReadonlyMap<number | string, Cbor>;

/** An item, and where it is in the manifest. */
export interface Item {
  readonly value: Cbor;
  readonly place: Place;
}

export type DecodedCbor = { readonly ok: true; readonly item: Item } | { readonly ok: false; readonly problem: ManifestProblem };

const options = { useRecords: false, mapsAsObjects: false, tagUint8Array: false } as const;
const codec = new Encoder(options);

/** Longest manifest, bytes: several times what one command of the chip can carry. */
const longest = 16_384;

/** Canonical bytes: shortest lengths, map entries in the given order. */
export const encodeCbor = (item: Cbor): Uint8Array => new Uint8Array(codec.encode(item));

/** The check of the form lets nothing else through. */
const unexpected = (): Error => new Error('cbor-x decoded a kind of value that no manifest has');

function copiedMap(entries: ReadonlyMap<unknown, unknown>): CborMap {
  const copy = new Map<number | string, Cbor>();
  for (const [key, value] of entries) {
    if (typeof key !== 'number' && typeof key !== 'string') throw unexpected();
    copy.set(key, copied(value));
  }
  return copy;
}

/** Byte strings are copied, because those of cbor-x share memory with its input. */
function copied(value: unknown): Cbor {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(copied);
  if (value instanceof Map) return copiedMap(value);
  throw unexpected();
}

/**
 * Decodes exactly one item. The form is checked before cbor-x decodes it: cbor-x acts on tags, and a few hundred bytes of
 * nested tags make it use a gigabyte. Encoding the result must give the same bytes.
 * @param base index of the first byte in the whole manifest
 */
export function decodeCbor(bytes: Uint8Array, base = 0): DecodedCbor {
  const problem = (at: number, reason: ManifestReason): DecodedCbor => ({ ok: false, problem: { at: base + at, reason } });
  if (bytes.length > longest) return problem(longest, 'too-long');
  const place = placesOf(bytes, base);
  if ('reason' in place) return { ok: false, problem: place };
  // A copy, because the decoder adds a property to its input.
  const value = copied(codec.decode(new Uint8Array(bytes)));
  const difference = firstDifference(encodeCbor(value), bytes);
  return difference < 0 ? { ok: true, item: { value, place } } : problem(difference, 'other-bytes');
}
