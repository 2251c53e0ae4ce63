import { concat, readUint, u32 } from '../bytes/bytes.ts';

/** A monotonic counter. It counts up to its threshold; then what depends on it is blocked (manual, "Monotonic Counter"). */
export interface Counter {
  readonly value: number;
  readonly threshold: number;
}

/** Largest step of one count command. */
export const countBy = { least: 1, most: 255 } as const;

/** @param data value(4) threshold(4); undefined for anything else */
export const parseCounter = (data: Uint8Array): Counter | undefined =>
  data.length === 8 ? { value: readUint(data.subarray(0, 4)), threshold: readUint(data.subarray(4)) } : undefined;

export const encodeCounter = ({ value, threshold }: Counter): Uint8Array => concat(u32(value), u32(threshold));
