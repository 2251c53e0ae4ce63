import { encodeCondition } from '../../access/bytes.ts';
import { canBeMet, type LifecycleStates } from '../../access/canBeMet.ts';
import { conditionOf } from '../../access/conditionOf.ts';
import { lcsO, terms, untilOperational } from '../../access/condition.ts';
import { evaluate } from '../../access/evaluate.ts';
import { sayCondition } from '../../access/words.ts';
import { readMetadata } from '../../chip/read.ts';
import { forOthers, plainAccess } from '../../access/accessContext.ts';
import { allowedNow, readableNow } from '../../chip/snapshot.ts';
import { changeMetadata } from '../../chip/write.ts';
import { lifecycleCodes } from '../../objects/codes.ts';
import { entry, fieldNumber, isOperational, mergeMetadata, metadataTags, type Metadata } from '../../objects/metadata.ts';
import { formatOid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import { canBeUpdated } from '../irreversible.ts';
import type { Lock } from '../step.ts';
import type { StepTools, Check, Proof, StepKind } from '../stepKind.ts';

const never = 0xff;

/**
 * Adds the lock to every part of the change condition that would still let anyone write afterwards. Parts that need a
 * signature, a secret or an authorization stay as they are. `always` becomes "until operational".
 */
function changeEntries(present: Metadata, identity: StepTools['identity']): Metadata {
  const now = conditionOf(present, 'change');
  if (now.kind === 'never') return [];
  const locked = plainAccess(mergeMetadata(present, [entry('lcso', lifecycleCodes.operational)]), forOthers(identity));
  if (evaluate(now, locked) === false) return [];
  const closed =
    now.kind === 'always'
      ? untilOperational
      : terms(...now.groups.map((group) => (evaluate(terms(group), locked) === false ? group : [lcsO('<', 'operational'), ...group])));
  return [{ tag: metadataTags.change, value: encodeCondition(closed) }];
}

/** Describes a locked object: what its conditions can still allow. */
function sayLocked(metadata: Metadata, { lcsA, lcsG }: StepTools['identity']): string {
  const states: LifecycleStates = { lcsO: fieldNumber(metadata, 'lcso'), lcsA, lcsG };
  const change = conditionOf(metadata, 'change');
  const read = canBeMet(conditionOf(metadata, 'read'), states);
  if (canBeMet(change, states)) return `lifecycle is operational; the content can still be changed by: ${sayCondition(change)}`;
  if (canBeUpdated({ metadata }, states)) return `lifecycle is operational, so the change condition can no longer be met${read ? '' : ' and the content cannot be read'}, unless a signed metadata update opens it again`;
  return `lifecycle is operational, so the change condition can never be met again${read ? '' : ' and the content can never be read'}`;
}

/**
 * Checks the lock. If the object is operational already and still open, no lock can repair it: the step says so and does not
 * count as a lock.
 */
async function check(step: Lock, { chip, identity }: StepTools): Promise<Result<Check>> {
  const present = await readMetadata(chip, step.object);
  if (!present.ok) return present;
  if (!isOperational(present.value)) return ok({ state: 'needed' });
  const object = formatOid(step.object);
  if (allowedNow(present.value, 'change', forOthers(identity)) === true) return err(fault('plan/lock-open', { object, what: 'written' }));
  if (step.unreadable && readableNow(step.object, present.value, forOthers(identity))) return err(fault('plan/lock-open', { object, what: 'read' }));
  return ok({ state: 'done', proved: true, says: `${object} is locked already: ${sayLocked(present.value, identity)}` });
}

/**
 * Writes the condition first and reads it back. Then sets the lifecycle (and read = never) in one command, so that there is no
 * state in between.
 */
async function apply(step: Lock, { chip, identity }: StepTools): Promise<Result<true>> {
  const present = await readMetadata(chip, step.object);
  if (!present.ok) return present;
  const condition = changeEntries(present.value, identity);
  if (condition.length > 0) {
    const closed = await changeMetadata(chip, step.object, condition);
    if (!closed.ok) return closed;
  }
  const last = [...(step.unreadable ? [entry('read', never)] : []), entry('lcso', lifecycleCodes.operational)];
  return changeMetadata(chip, step.object, last);
}

async function verify(step: Lock, { chip, identity }: StepTools): Promise<Result<Proof>> {
  const metadata = await readMetadata(chip, step.object);
  if (!metadata.ok) return metadata;
  const object = formatOid(step.object);
  if (!isOperational(metadata.value)) return err(fault('chip/read-back-differs', { object, at: metadataTags.lcso }));
  const open = allowedNow(metadata.value, 'change', forOthers(identity));
  const condition = sayCondition(conditionOf(metadata.value, 'change'));
  return ok({
    proved: open !== true,
    says: open === true ? `operational, but its change condition "${condition}" still lets everyone write` : `Locked: ${sayLocked(metadata.value, identity)}`,
  });
}

export const lock: StepKind<Lock> = {
  title: (step) => `Lock ${formatOid(step.object)}${step.unreadable ? ' and make it unreadable' : ''}`,
  objects: (step) => [step.object],
  verifiedBy: () => 'metadata read back; the change condition can no longer be met',
  cycles: () => 2,
  check,
  apply,
  verify,
};
