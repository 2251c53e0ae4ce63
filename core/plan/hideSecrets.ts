import { type ChipSnapshot, readableNow } from '../chip/snapshot.ts';
import { findKey } from '../content/keyText.ts';
import { forOthers } from '../access/accessContext.ts';
import { holdsSecret } from '../objects/secrets.ts';
import { formatOid } from '../objects/oid.ts';
import { secretObjects } from './rehearse.ts';
import type { Plan, Step } from './step.ts';

export type ContentStep = Extract<Step, { content: unknown }>;

/**
 * The plan in the form that may be saved. Contents that are secrets on this chip (by type, because they can't be read,
 * or because this plan makes them secret) and private keys are replaced by names. To run the plan again, they must be
 * given again.
 */
export function hideSecrets(plan: Plan, snapshot: ChipSnapshot): Plan {
  const becomes = secretObjects(plan);
  const secret = (step: ContentStep): boolean => {
    const metadata = snapshot.objects.get(step.object)?.metadata;
    const closed = metadata !== undefined && (holdsSecret(metadata) || !readableNow(step.object, metadata, forOthers(snapshot)));
    return becomes.has(step.object) || closed || (step.content.kind === 'inline' && findKey(step.content.bytes) !== undefined);
  };
  const names = new Set(plan.steps.flatMap((step) => ('content' in step && step.content.kind === 'material' ? [step.content.name] : [])));
  const steps = plan.steps.map((step): Step => {
    if (!('content' in step) || step.content.kind !== 'inline' || !secret(step)) return step;
    const plain = `content of ${formatOid(step.object)}`;
    // One name stands for one content. If another step writes another content into the same object, that content gets
    // another name.
    const name = names.has(plain) ? `${plain} (${step.id})` : plain;
    names.add(name);
    return { ...step, content: { kind: 'material', name, length: step.content.bytes.length } };
  });
  return { ...plan, steps };
}
