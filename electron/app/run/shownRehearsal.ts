import type { Change } from '../../../core/plan/changes.ts';
import { exposes } from '../../../core/plan/exposure.ts';
import type { RehearsedStep } from '../../../core/plan/rehearsal.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { kindOf } from '../../../core/plan/steps/index.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { Reviewed } from './reviewed.ts';

/** Whether an object contains something that this session wrote from a secret. */
export type HoldsSecret = (object: Oid) => boolean;

const withoutBytes = (change: Change): Change => (change.field === 'content' ? { field: change.field, before: { says: change.before.says }, after: { says: change.after.says } } : change);

function shown(rehearsed: RehearsedStep, { plan, snapshot, typed }: Reviewed, holds: HoldsSecret): RehearsedStep {
  const { step, state, irreversible } = rehearsed;
  const because = irreversible ?? (state === 'already-done' || typed === true ? undefined : exposes(step, plan, snapshot));
  const hidden = kindOf(step).objects(step).some(holds);
  return { ...rehearsed, ...(because === undefined ? {} : { irreversible: because }), changes: hidden ? rehearsed.changes.map(withoutBytes) : rehearsed.changes };
}

/**
 * Makes the review for the window. If everyone could read a secret after the run, the object's id must be typed as
 * confirmation. If this session wrote an object's content from a secret, that content is not shown.
 */
export function shownInWindow(reviewed: Reviewed, holds: HoldsSecret): Reviewed {
  return { ...reviewed, rehearsal: { ...reviewed.rehearsal, steps: reviewed.rehearsal.steps.map((step) => shown(step, reviewed, holds)) } };
}

/** Refuses writes inside a secret: the rehearsal's "already there" would reveal the secret byte by byte. */
export function refuseParts({ steps }: Plan, holds: HoldsSecret): Result<void, 'plan/secret-there'> {
  for (const step of steps) if (step.kind === 'write-at' && holds(step.object)) return err(fault('plan/secret-there', { object: formatOid(step.object) }));
  return ok(undefined);
}
