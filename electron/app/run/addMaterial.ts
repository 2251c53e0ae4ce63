import type { Secret } from '../../../core/bytes/secret.ts';
import type { PlanView } from '../../../core/contract/plan.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { materialOf } from './materialFiles.ts';
import type { Plan } from '../../../core/plan/step.ts';
import type { PlanWithMaterials } from '../../../core/plan/planWithMaterials.ts';
import { neededMaterials, type NeededMaterial } from '../../../core/plan/neededMaterials.ts';
import type { Reviewed } from './reviewed.ts';

function kindOf(step: NeededMaterial['step']): PlanView['needs'][number]['kind'] {
  if (step.kind === 'send-data-set') return 'data-set';
  return step.kind === 'prove-aes' ? 'aes-key' : 'content';
}

/** Lists materials that the plan names and that are missing. The window asks for each by its name. */
export function missingMaterials({ plan, materials }: Pick<Reviewed, 'plan' | 'materials'>): PlanView['needs'] {
  const missing = new Map<string, PlanView['needs'][number]>();
  for (const { name, object, length, step } of neededMaterials(plan)) {
    if (!materials.has(name)) missing.set(name, { name, object, bytes: length, kind: kindOf(step) });
  }
  return [...missing.values()];
}

/** The fault of a plan with missing materials. It names all of them at once. */
export function sayMissing(refused: Fault, plan: Plan, materials: ReadonlyMap<string, Secret>): Fault {
  const missing = missingMaterials({ plan, materials });
  if (refused.code !== 'plan/material-missing' || missing.length === 0) return refused;
  return fault('plan/materials-missing', { materials: missing.map(({ name, object, bytes }) => ({ name, object, bytes })) });
}

type TakenFile = Result<{ readonly bytes: Uint8Array; readonly name: string }>;

/**
 * Adds one material to a reviewed plan. The materials are copied, because the old review's materials are wiped with it.
 * @param current returns the old review; undefined once another review has replaced it
 */
export async function withMaterial(current: () => Reviewed | undefined, name: string, taken: TakenFile): Promise<Result<PlanWithMaterials>> {
  const asked = current();
  if (asked === undefined) return err(fault('plan/not-reviewed', {}));
  if (!taken.ok) return taken;
  const needed = neededMaterials(asked.plan).find((one) => one.name === name);
  if (needed === undefined) return err(fault('plan/material-unknown', { name }));
  const read = await materialOf(needed, taken.value.bytes, taken.value.name);
  if (!read.ok) return read;
  if (read.value.length !== needed.length) {
    const found = read.value.length;
    read.value.wipe();
    return err(fault('plan/material-differs', { name, expected: needed.length, found }));
  }
  const reviewed = current();
  if (reviewed === undefined) return (read.value.wipe(), err(fault('plan/not-reviewed', {})));
  const { plan, materials, files = new Map<string, string[]>() } = reviewed;
  const copies = new Map([...materials].map(([key, secret]) => [key, secret.copy()]));
  copies.get(name)?.wipe();
  const using = neededMaterials(plan).filter((one) => one.name === name);
  const named = new Map([...files, ...using.map(({ step }) => [step.id, [...(files.get(step.id) ?? []), taken.value.name]] as const)]);
  return ok({ plan, materials: copies.set(name, read.value), files: named });
}
