import { formatOid } from '../objects/oid.ts';
import type { Input, Plan, Step } from './step.ts';
import { kindOf } from './steps/index.ts';

type Named = Extract<Input, { kind: 'material' }>;

/** A material that a step names: its name, its size in bytes, and its purpose. */
export interface NeededMaterial {
  readonly name: string;
  readonly length: number;
  readonly step: Step;
  /** As 0xE0F1. */
  readonly object: string;
}

function namedBy(step: Step): Named | undefined {
  const input = 'content' in step ? step.content : step.kind === 'send-data-set' ? step.fragments : step.kind === 'prove-aes' ? step.known : undefined;
  return input?.kind === 'material' ? input : undefined;
}

/** Every material that a plan names, in the order of its steps. */
export const neededMaterials = (plan: Plan): NeededMaterial[] =>
  plan.steps.flatMap((step) => {
    const input = namedBy(step);
    return input === undefined ? [] : [{ name: input.name, length: input.length, step, object: formatOid(kindOf(step).objects(step)[0]) }];
  });
