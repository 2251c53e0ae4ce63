import { forOthers } from '../access/accessContext.ts';
import { readableNow, type ChipSnapshot } from '../chip/snapshot.ts';
import { mergeMetadata } from '../objects/metadata.ts';
import { formatOid } from '../objects/oid.ts';
import type { Plan, Step } from './step.ts';

type WriteStep = Extract<Step, { content: unknown }>;

/** Whether a step writes content that the plan only names: a user's secret or key. */
export const writesSecret = (step: Step): step is WriteStep => 'content' in step && step.content.kind === 'material';

/** Whether this plan makes the object unreadable, at the latest in its last step. */
function closes(plan: Plan, { object }: WriteStep, snapshot: ChipSnapshot): boolean {
  const present = snapshot.objects.get(object)?.metadata ?? [];
  return plan.steps.some((step) => {
    if (step.kind === 'lock') return step.object === object && step.unreadable;
    return step.kind === 'write-metadata' && step.object === object && !readableNow(object, mergeMetadata(present, step.changes), forOthers(snapshot));
  });
}

/**
 * Why a step exposes a secret: everyone can read the object, and the plan does not prevent reading. Undefined when
 * reading is closed before the plan or by the plan.
 */
export function exposes(step: Step, plan: Plan, snapshot: ChipSnapshot): string | undefined {
  if (!writesSecret(step)) return undefined;
  const present = snapshot.objects.get(step.object)?.metadata;
  if (present === undefined || !readableNow(step.object, present, forOthers(snapshot)) || closes(plan, step, snapshot)) return undefined;
  return `Everyone with access to the chip can read the secret in ${formatOid(step.object)} after this step. This cannot be undone.`;
}
