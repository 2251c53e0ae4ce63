import { findObject } from './catalogue.ts';
import { lifecycleCodes, objectTypeCodes } from './codes.ts';
import { fieldNumber, type Metadata } from './metadata.ts';
import { oid, type Oid } from './oid.ts';

/** Range of the chip's settings, each one byte (manual, "Common data structures"). */
export const settingRanges: ReadonlyMap<Oid, { readonly name: string; readonly least: number; readonly most: number; readonly unit: string }> = new Map([
  [oid(0xe0c3), { name: 'sleep activation delay', least: 20, most: 255, unit: 'ms' }],
  [oid(0xe0c4), { name: 'current limit', least: 6, most: 15, unit: 'mA' }],
]);

/** A terminated object cannot be read, written or used, whatever its conditions are. */
export const isTerminated = (metadata: Metadata): boolean => (fieldNumber(metadata, 'lcso') ?? 0) >= lifecycleCodes.termination;

/** Most bytes of content. An update secret has at most 64, even in a larger object (manual, table 45). */
export function contentLimit({ id, metadata }: { readonly id: Oid; readonly metadata: Metadata }): number {
  const most = fieldNumber(metadata, 'max_size') ?? findObject(id)?.maxSize ?? 0;
  return fieldNumber(metadata, 'type') === objectTypeCodes.update_secret ? Math.min(64, most) : most;
}
