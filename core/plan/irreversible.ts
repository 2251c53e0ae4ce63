import { canBeMet, type LifecycleStates } from '../access/canBeMet.ts';
import { conditionOf } from '../access/conditionOf.ts';
import { sayField } from '../access/sayMetadata.ts';
import type { AccessContext } from '../access/accessContext.ts';
import type { ObjectSnapshot } from '../chip/snapshot.ts';
import { findObject } from '../objects/catalogue.ts';
import { field, fieldNumber, highestVersion, isOperational, lifecycleOf, metadataTags, metadataWords, version, type MetadataField } from '../objects/metadata.ts';
import { formatOid, type Oid } from '../objects/oid.ts';

const sayState = (state: number): string => sayField(metadataTags.lcso, Uint8Array.of(state));

export const isChipLifecycle = (object: Oid): boolean => findObject(object)?.kind === 'lifecycle';

/** Why raising the chip's or the application's lifecycle can't be undone. LcsG and LcsA are written as content (manual, table 52). */
function chipRises(before: ObjectSnapshot, after: ObjectSnapshot): string | undefined {
  const [from, to] = [before.data?.[0] ?? 0, after.data?.[0] ?? 0];
  if (!isChipLifecycle(after.id) || to <= from) return undefined;
  return `The chip's lifecycle state in ${formatOid(after.id)} goes to ${sayState(to)}, and never back.`;
}

function objectRises(before: ObjectSnapshot, after: ObjectSnapshot): string | undefined {
  const [from, to] = [lifecycleOf(before.metadata), lifecycleOf(after.metadata)];
  return to > from ? `The lifecycle of ${formatOid(after.id)} goes to ${sayState(to)}, and never back.` : undefined;
}

/** Whether a signed metadata update can still restore the object's conditions. */
export const canBeUpdated = ({ metadata }: Pick<ObjectSnapshot, 'metadata'>, states: LifecycleStates): boolean =>
  field(metadata, 'reset_type') !== undefined && canBeMet(conditionOf(metadata, 'meta_update'), states);

const accesses = ['change', 'read', 'execute', 'meta_update'] as const satisfies readonly MetadataField[];

/**
 * Why a condition that could be met before can never be met again. Below operational, anyone may write the metadata
 * again, so nothing is lost; from operational on, only a metadata update can change the condition. A closed change
 * condition counts in every state.
 */
function closesAccess(before: ObjectSnapshot, after: ObjectSnapshot, chip: AccessContext): string | undefined {
  if (!isOperational(after.metadata)) return undefined;
  const statesOf = ({ metadata }: ObjectSnapshot): LifecycleStates => ({ lcsO: fieldNumber(metadata, 'lcso'), lcsA: chip.lcsA, lcsG: chip.lcsG });
  const meets = (object: ObjectSnapshot, access: MetadataField): boolean => canBeMet(conditionOf(object.metadata, access), statesOf(object));
  const restorable = canBeUpdated(after, statesOf(after));
  const closed = accesses.find((access) => (access === 'change' || !restorable) && meets(before, access) && !meets(after, access));
  return closed === undefined ? undefined : `The ${metadataWords[closed]} condition of ${formatOid(after.id)} can never be met again.`;
}

const takesSigned = (object: ObjectSnapshot, access: MetadataField): boolean => {
  const condition = conditionOf(object.metadata, access);
  return condition.kind === 'terms' && condition.groups.flat().some(({ kind }) => kind === 'int');
};

/**
 * Why no data set would be accepted after the change. Each data set needs a higher version than the last one, and a
 * host can only write the version below operational.
 */
function endsUpdates(before: ObjectSnapshot, after: ObjectSnapshot): string | undefined {
  const [from, to] = [version(before.metadata).version, version(after.metadata).version];
  if (!isOperational(after.metadata) || from >= highestVersion || to < highestVersion) return undefined;
  if (!takesSigned(after, 'change') && !takesSigned(after, 'meta_update')) return undefined;
  return `${formatOid(after.id)} gets the highest possible version: it can never take a protected update again.`;
}

/** Why a change of an object can't be undone; undefined when it can. @param chip its state before the step */
export const irreversibleEffect = (before: ObjectSnapshot, after: ObjectSnapshot, chip: AccessContext): string | undefined =>
  chipRises(before, after) ?? objectRises(before, after) ?? closesAccess(before, after, chip) ?? endsUpdates(before, after);
