import { parseCondition } from '../../access/bytes.ts';
import type { ErrorCode } from '../../apdu/status.ts';
import { isKeyKind } from '../../objects/catalogue.ts';
import { lifecycleNames, objectTypeNames } from '../../objects/codes.ts';
import type { MetadataField } from '../../objects/metadata.ts';
import type { Machine } from './machine.ts';
import { special } from './special.ts';
import type { StoredObject } from './store.ts';

/** Terms that V1 does not support: Auto, SecStaG, SecStaA (manual, table 44). */
const v3Terms = ['auto', 'secStaG', 'secStaA'];

function checkCondition(machine: Machine, value: Uint8Array): ErrorCode | undefined {
  const parsed = parseCondition(value);
  if (!parsed.ok) return 0x05;
  if (machine.v3 || parsed.value.kind !== 'terms') return undefined;
  return parsed.value.groups.flat().some((term) => v3Terms.includes(term.kind)) ? 0x05 : undefined;
}

function checkType(machine: Machine, object: StoredObject, value: number): ErrorCode | undefined {
  if (isKeyKind(object.entry.kind) || object.id === special.monitor || !objectTypeNames.has(value)) return 0x05;
  return machine.v3 || (value !== 0x23 && value !== 0x31) ? undefined : 0x05;
}

/** The low nibble is a lifecycle state or 0; at most one of the two upper bits is set (manual, table 50). */
function checkResetType(value: number): ErrorCode | undefined {
  const [nibble, upper] = [value & 0x0f, value & 0xf0];
  return (nibble === 0 || lifecycleNames.has(nibble)) && [0x00, 0x10, 0x20].includes(upper) ? undefined : 0x05;
}

const usageBits = 0x01 | 0x02 | 0x10 | 0x20;

/** Whether a tag's value is possible for this object; 05 when not. */
export function checkValue(machine: Machine, object: StoredObject, name: MetadataField, value: Uint8Array): ErrorCode | undefined {
  const byte = value.length === 1 ? (value[0] as number) : -1;
  switch (name) {
    case 'change':
    case 'read':
    case 'execute':
      return checkCondition(machine, value);
    case 'meta_update':
      return machine.v3 ? checkCondition(machine, value) : 0x05;
    case 'lcso':
      return lifecycleNames.has(byte) ? undefined : 0x05;
    case 'version':
      return value.length === 2 ? undefined : 0x05;
    case 'key_usage':
      return isKeyKind(object.entry.kind) && byte > 0 && (byte & ~usageBits) === 0 ? undefined : 0x05;
    case 'type':
      return checkType(machine, object, byte);
    case 'reset_type':
      return machine.v3 && byte >= 0 ? checkResetType(byte) : 0x05;
    default:
      return 0x05;
  }
}
