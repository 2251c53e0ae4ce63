import { readUint } from '../../bytes/bytes.ts';
import { Reader } from '../../bytes/reader.ts';
import { oid, type Oid } from '../../objects/oid.ts';
import type { Outcome } from './outcome.ts';

/** TLVs of an InData: tag(1) length(2) value. */
export type Tlvs = ReadonlyMap<number, Uint8Array>;

/**
 * Parses InData as TLVs in any order.
 * @returns 05 for a tag that is not allowed, duplicate, or cut short, since InLen itself is correct then
 */
export function parseTlvs(data: Uint8Array, allowed: readonly number[]): Outcome<Tlvs> {
  const reader = new Reader(data, 'InData');
  const found = new Map<number, Uint8Array>();
  while (reader.left > 0) {
    const tag = reader.uint(1);
    const value = reader.prefixed(2);
    if (!tag.ok || !value.ok || found.has(tag.value) || !allowed.includes(tag.value)) return 0x05;
    found.set(tag.value, value.value);
  }
  return found;
}

/** The value as an object id; undefined when it does not have two bytes. */
export const tlvOid = (tlvs: Tlvs, tag: number): Oid | undefined => {
  const value = tlvs.get(tag);
  return value?.length === 2 ? oid(readUint(value)) : undefined;
};

/** The value as a number of `length` bytes. */
export const tlvNumber = (tlvs: Tlvs, tag: number, length: number): number | undefined => {
  const value = tlvs.get(tag);
  return value?.length === length ? readUint(value) : undefined;
};

