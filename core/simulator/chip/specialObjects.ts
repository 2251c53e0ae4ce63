import type { ErrorCode } from '../../apdu/status.ts';
import { lifecycleNames } from '../../objects/codes.ts';
import { special } from './special.ts';
import type { StoredObject } from './store.ts';

const between = (value: number, low: number, high: number): ErrorCode | undefined =>
  value >= low && value <= high ? undefined : 0x05;

/** Lifecycle states only go up. The application has no termination (manual, table 52, note 105). */
function checkLifecycle(object: StoredObject, value: number): ErrorCode | undefined {
  const present = object.data?.[0] ?? 0;
  if (!lifecycleNames.has(value) || value < present) return 0x05;
  return object.id === special.lcsA && value === 0x0f ? 0x05 : undefined;
}

/** Allowed values of the chip-wide objects (manual, table 51); 05 for others. */
export function checkSpecial(object: StoredObject, bytes: Uint8Array): ErrorCode | undefined {
  const value = bytes[0] ?? 0;
  switch (object.id) {
    case special.sleepDelay:
      return between(value, 20, 255);
    case special.current:
      return between(value, 6, 15);
    case special.lcsG:
    case special.lcsA:
      return checkLifecycle(object, value);
    default:
      return undefined;
  }
}

/**
 * Security status can only be cleared: erase & write clears all bits, write clears those that are 0 in the data
 * (manual, table 44, "SecStaG"). It lives in RAM, so its metadata does not change.
 * @returns whether the object was such a status
 */
export function writeSpecial(object: StoredObject, bytes: Uint8Array, erase: boolean): boolean {
  if (object.id !== special.statusA && object.id !== special.statusG) return false;
  const present = object.data?.[0] ?? 0;
  object.data?.set([erase ? 0 : present & (bytes[0] ?? 0)]);
  return true;
}
