import { isSecretObject } from '../../../core/apdu/sensitive.ts';
import { equal } from '../../../core/bytes/bytes.ts';
import type { Secret } from '../../../core/bytes/secret.ts';
import { forOthers, stillReaches, type AccessContext } from '../../../core/access/accessContext.ts';
import { readableNow, readObjects, type ChipSnapshot } from '../../../core/chip/snapshot.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import type { Uid } from '../../../core/objects/uid.ts';
import { holdsSecret } from '../../../core/objects/secrets.ts';
import { withInput } from '../../../core/plan/input.ts';
import { enoughToOverwrite } from '../../../core/plan/overwritten.ts';
import { planObjects, rehearse, secretObjects, type RehearsalParts } from '../../../core/plan/rehearse.ts';
import { writesSecret } from '../../../core/plan/exposure.ts';
import type { FileNames } from '../../../core/plan/planWithMaterials.ts';
import { refuseKeys } from '../../../core/plan/refuseKeys.ts';
import { refuseSentAlready } from '../../../core/plan/sentAlready.ts';
import type { Rehearsal } from '../../../core/plan/rehearsal.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { EarlierRuns } from '../../journal/earlierRuns.ts';
import type { Work } from '../../board/board.ts';
import { hostCheck } from '../../signers/hostCheck.ts';

/** A plan that was rehearsed for a chip: the content of a review, and what may then be run. */
export interface Reviewed {
  readonly plan: Plan;
  readonly materials: ReadonlyMap<string, Secret>;
  /** True when the materials were typed in the window, so that the window already knows them. */
  readonly typed?: true;
  /** The pair from a dropped folder whose key this plan puts on the chip. */
  readonly pair?: string;
  readonly snapshot: ChipSnapshot;
  readonly rehearsal: Rehearsal;
  /** The plan's purpose is to send a data set: see `refuseSentAlready`. */
  readonly sends?: true;
  /** What earlier runs wrote. */
  readonly earlier: EarlierRuns | undefined;
  /** Names of the files that the contents came from. */
  readonly files?: FileNames;
}

/** What the steps may ask about earlier runs. */
export const wroteBefore = (earlier: EarlierRuns | undefined): Pick<RehearsalParts, 'wroteBefore'> =>
  earlier === undefined ? {} : { wroteBefore: (step, bytes) => earlier.wrote(step, bytes) };

/** Refuses a plan that is for another chip. */
function checkChip(plan: Plan, uid: Uid): Result<void> {
  if (plan.chip === undefined || equal(plan.chip.uid, uid.raw)) return ok(undefined);
  return err(fault('chip/other', { expected: plan.chip.chipId, found: uid.chipId }));
}

/** Refuses when the chip is not that of the review, or the connection no longer has the rights that it had then. */
export function checkReviewed({ plan, snapshot }: Reviewed, now: AccessContext & { readonly uid: Uid }): Result<void> {
  const sameChip = checkChip(plan, now.uid);
  if (!sameChip.ok) return sameChip;
  return stillReaches(now, snapshot) ? ok(undefined) : err(fault('plan/review-void', { because: 'access' }));
}

/**
 * Refuses a plan that would write a secret into a readable object. A plan file names only the object; the main process
 * has the secret.
 */
function secretsKept(plan: Plan, snapshot: ChipSnapshot): Result<void> {
  const becomes = secretObjects(plan);
  for (const step of plan.steps) {
    if (!writesSecret(step) || step.content.kind !== 'material') continue;
    const present = snapshot.objects.get(step.object)?.metadata;
    const closed = present === undefined || holdsSecret(present) || !readableNow(step.object, present, forOthers(snapshot));
    // For other kinds of objects, the trace keeps every byte.
    if (isSecretObject(step.object) && (becomes.has(step.object) || closed)) continue;
    return err(fault('plan/secret-in-clear', { object: formatOid(step.object), name: step.content.name }));
  }
  return ok(undefined);
}

/** How a review learns what earlier runs wrote on the chip. */
export type FindEarlier = (on: { readonly plan: Plan; readonly snapshot: ChipSnapshot }) => Promise<Result<EarlierRuns | undefined>>;

export interface ReviewParts extends Omit<RehearsalParts, 'wroteBefore'> {
  /** True when no person reads the review before the run. Then only what the rehearsal needs is read of the overwritten objects. */
  readonly unread?: true;
  /** Only for the seven steps and for saved plans, which change nothing when they run a second time. */
  readonly earlier?: FindEarlier;
  /** The plan may be from a stopped run. The given materials must be those of that run. */
  readonly resumes?: boolean;
  readonly files?: FileNames | undefined;
  /** The plan's purpose is to send a data set: see `refuseSentAlready`. */
  readonly sends?: true;
}

/** The materials for a resumed run must be those of that run, as far as the journal can tell. */
async function materialsKept(plan: Plan, materials: ReadonlyMap<string, Secret>, earlier: EarlierRuns | undefined): Promise<Result<void>> {
  for (const step of plan.steps) {
    if (!('content' in step) || (step.content.kind === 'material' && !materials.has(step.content.name))) continue;
    const differs = await withInput(step.content, materials, async (bytes) => ok(earlier?.differs(step, bytes) === true));
    if (!differs.ok) return differs;
    const name = step.content.kind === 'material' ? step.content.name : `content of ${formatOid(step.object)}`;
    if (differs.value) return err(fault('plan/material-other', { name, object: formatOid(step.object) }));
  }
  return ok(undefined);
}

/** Reads the plan's objects and rehearses the plan on a twin. Only reads are sent. */
export async function review(plan: Plan, parts: ReviewParts, { chip, identity }: Work): Promise<Result<Reviewed>> {
  const sameChip = checkChip(plan, identity.uid);
  if (!sameChip.ok) return sameChip;
  const allowed = refuseKeys(plan, 'The plan', parts.materials);
  if (!allowed.ok) return allowed;
  const snapshot = await readObjects(chip, identity, planObjects(plan), parts.unread === true ? enoughToOverwrite(plan) : undefined);
  if (!snapshot.ok) return snapshot;
  const kept = secretsKept(plan, snapshot.value);
  if (!kept.ok) return kept;
  const earlier = (await parts.earlier?.({ plan, snapshot: snapshot.value })) ?? ok(undefined);
  if (!earlier.ok) return earlier;
  const same = parts.resumes === true ? await materialsKept(plan, parts.materials, earlier.value) : ok(undefined);
  if (!same.ok) return same;
  const tried = await rehearse(plan, snapshot.value, { check: hostCheck, ...parts, ...wroteBefore(earlier.value) });
  const rehearsal = parts.sends === true ? refuseSentAlready(tried, plan) : tried;
  // From here on the plan is for this chip, even if its file does not name a chip.
  const { raw: uid, chipId } = identity.uid;
  const { sends, files } = parts;
  return ok({ plan: { ...plan, chip: { uid, chipId } }, materials: parts.materials, snapshot: snapshot.value, rehearsal, earlier: earlier.value, ...(sends === undefined ? {} : { sends }), ...(files === undefined ? {} : { files }) });
}
