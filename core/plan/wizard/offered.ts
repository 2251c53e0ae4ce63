import { findObject, hasObject } from '../../objects/catalogue.ts';
import { oid, type Oid } from '../../objects/oid.ts';
import type { Family } from '../../objects/uid.ts';

const range = (first: number, last: number): Oid[] => Array.from({ length: last - first + 1 }, (_, i) => oid(first + i));

/** The objects that each question offers. */
export const offered: Readonly<Record<'targets' | 'certificateObjects' | 'anchors' | 'secrets', readonly Oid[]>> = {
  targets: [...range(0xe0f1, 0xe0f3), ...range(0xe0fc, 0xe0fd), oid(0xe200), ...range(0xe0e1, 0xe0e3), ...range(0xe0e8, 0xe0e9), oid(0xe0ef), ...range(0xf1d0, 0xf1db), ...range(0xf1e0, 0xf1e1)],
  certificateObjects: range(0xe0e1, 0xe0e3),
  anchors: [oid(0xe0e3), oid(0xe0e8), oid(0xe0e9), oid(0xe0ef), oid(0xe0e1), oid(0xe0e2)],
  secrets: range(0xf1d0, 0xf1db),
};

/** Whether a chip of this family has the object. */
export function onFamily(id: Oid, family: Family): boolean {
  const entry = findObject(id);
  return entry !== undefined && hasObject(family, entry);
}

/** Every object that a question offers on a chip of this family. */
export const offeredOn = (family: Family): readonly Oid[] => [...new Set(Object.values(offered).flat())].filter((id) => onFamily(id, family));
