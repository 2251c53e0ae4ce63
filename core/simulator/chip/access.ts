import { parseCondition } from '../../access/bytes.ts';
import type { Condition, Term } from '../../access/condition.ts';
import { evaluate, evaluateTerm, type AccessState } from '../../access/evaluate.ts';
import type { ErrorCode } from '../../apdu/status.ts';
import { readUint, u32 } from '../../bytes/bytes.ts';
import { lifecycleCodes } from '../../objects/codes.ts';
import { field, fieldNumber, version, type MetadataField } from '../../objects/metadata.ts';
import { bindingSecret, type Oid } from '../../objects/oid.ts';
import { byteOf, type Machine } from './machine.ts';
import { special } from './special.ts';
import type { StoredObject } from './store.ts';

/** The terms that a protected update meets: its anchor, and the secret that encrypts its payload. */
export interface Vouched {
  readonly anchor: Oid;
  readonly secret?: Oid;
}

const counterLeft = (machine: Machine, id: Oid): boolean => {
  const data = machine.store.get(id)?.data;
  return data?.length === 8 && readUint(data.subarray(0, 4)) < readUint(data.subarray(4));
};

const overShielded = (machine: Machine, id: Oid): boolean => id === bindingSecret && machine.volatile.shielded;

function accessState(machine: Machine, object: StoredObject, vouched?: Vouched): AccessState {
  return {
    lcsO: fieldNumber(object.metadata, 'lcso'),
    lcsA: byteOf(machine, special.lcsA),
    lcsG: byteOf(machine, special.lcsG),
    securityStatusG: byteOf(machine, special.statusG),
    securityStatusA: byteOf(machine, special.statusA),
    // A protected update meets the terms of its own anchor and secret. A shielded connection meets the term of the
    // binding secret.
    integrity: (id) => vouched?.anchor === id || overShielded(machine, id),
    confidentiality: (id) => vouched?.secret === id || overShielded(machine, id),
    authorized: (id) => machine.volatile.authorized.has(id),
    countLeft: (id) => counterLeft(machine, id),
  };
}

/** Absent = never (manual, "Metadata expression"). A condition that can't be parsed allows nothing either. */
function conditionOf(object: StoredObject, tag: MetadataField): Condition | undefined {
  const bytes = field(object.metadata, tag);
  const parsed = bytes && parseCondition(bytes);
  return parsed?.ok ? parsed.value : undefined;
}

/** Using an object with a linked usage counter counts that counter up (manual, table 44, "Luc"). */
function countUse(machine: Machine, terms: readonly Term[]): void {
  for (const term of terms) {
    const data = term.kind === 'luc' ? machine.store.get(term.oid)?.data : undefined;
    data?.set(u32(readUint(data.subarray(0, 4)) + 1), 0);
  }
}

const allTrue = (terms: readonly Term[], state: AccessState): boolean => terms.every((term) => evaluateTerm(term, state) === true);

/**
 * Whether an access is allowed now. Counts a linked counter up.
 * @returns 07 when the access is not allowed; 11 while an interrupted update leaves the object invalid. The manual
 *   names no code for the use of an invalid object; the name of 11 fits
 */
export function permit(machine: Machine, object: StoredObject, tag: 'read' | 'change' | 'execute'): ErrorCode | undefined {
  if (version(object.metadata).invalid) return 0x11;
  // "Not allowed to be used in any read / execute operations" (manual, "Metadata update"); the code is our reading.
  if (fieldNumber(object.metadata, 'lcso') === lifecycleCodes.termination) return 0x07;
  const condition = conditionOf(object, tag);
  const state = accessState(machine, object);
  if (condition === undefined || evaluate(condition, state) !== true) return 0x07;
  if (condition.kind === 'terms') countUse(machine, condition.groups.find((group) => allTrue(group, state)) ?? []);
  return undefined;
}

/**
 * Whether a protected update is allowed: a group of the condition must name the anchor as Int and be true as a whole.
 * ALW alone does not allow one (manual, table 44, "Change, Int, Trust Anchor").
 */
export function permitUpdate(
  machine: Machine,
  object: StoredObject,
  tag: 'change' | 'meta_update',
  vouched: Vouched,
): ErrorCode | undefined {
  const condition = conditionOf(object, tag);
  const state = accessState(machine, object, vouched);
  if (condition?.kind !== 'terms') return 0x07;
  const granting = condition.groups.find(
    (group) => group.some((term) => term.kind === 'int' && term.oid === vouched.anchor) && allTrue(group, state),
  );
  if (granting === undefined) return 0x07;
  countUse(machine, granting);
  return undefined;
}
