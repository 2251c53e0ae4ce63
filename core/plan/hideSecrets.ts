import { type ChipSnapshot, readableNow } from '../chip/snapshot.ts';
import { findKey } from '../content/keyText.ts';
import { forOthers } from '../access/accessContext.ts';
import { holdsSecret } from '../objects/secrets.ts';
import { formatOid } from '../objects/oid.ts';
import { secretObjects } from './rehearse.ts';
import type { Plan, Step } from './step.ts';

/**
 * The plan as it may be written down: contents that are secrets on this chip (by type, because they can't be read, or
 * since this plan makes them so) and private keys are only named. Whoever runs it hands them over again.
 */
export function hideSecrets(plan: Plan, snapshot: ChipSnapshot): Plan {
  const becomes = secretObjects(plan);
  const secret = (step: Extract<Step, { content: unknown }>): boolean => {
    const metadata = snapshot.objects.get(step.object)?.metadata;
    const closed = metadata !== undefined && (holdsSecret(metadata) || !readableNow(step.object, metadata, forOthers(snapshot)));
    return becomes.has(step.object) || closed || (step.content.kind === 'inline' && findKey(step.content.bytes) !== undefined);
  };
  const steps = plan.steps.map((step): Step => {
    if (!('content' in step) || step.content.kind !== 'inline' || !secret(step)) return step;
    return { ...step, content: { kind: 'material', name: `content of ${formatOid(step.object)}`, length: step.content.bytes.length } };
  });
  return { ...plan, steps };
}
