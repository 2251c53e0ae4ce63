import { parseOid } from '../../core/objects/oid.ts';

/** Whether a typed id means this object: `e0e3`, `E0E3` and `0xE0E3` are the same. */
export function sameOid(typed: string, object: string): boolean {
  const [left, right] = [parseOid(typed), parseOid(object)];
  if (left.ok && right.ok) return left.value === right.value;
  return !right.ok && typed.trim() !== '' && typed.trim().toLowerCase() === object.toLowerCase();
}
