import type { Secret } from '../../../core/bytes/secret.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { materialNames } from '../../../core/plan/wizard/plan.ts';
import { neededMaterials, type NeededMaterial } from '../../../core/plan/neededMaterials.ts';
import type { WizardState } from '../wizard/index.ts';
import { keyFragment } from './materialFiles.ts';

type GivenMaterial = Pick<WizardState, 'answers' | 'secret' | 'device'>;

/** Takes the wizard's material for a plan only when name and object match. An equal length is not enough. */
function materialFor({ name, object, length, step }: NeededMaterial, { answers, secret, device }: GivenMaterial): Secret | undefined {
  if (step.kind === 'send-data-set') {
    const key = device.key?.key ?? device.aes?.key;
    return key === undefined ? undefined : keyFragment(step, key);
  }
  if (step.kind === 'prove-aes') {
    const key = name === materialNames.aes && object === formatOid(answers.target) ? device.aes?.key.secret : undefined;
    return key?.length === length ? key.copy() : undefined;
  }
  const given = name === materialNames.secret && object === formatOid(answers.secretObject) ? secret?.secret : undefined;
  return given?.length === length ? given.copy() : undefined;
}

/** Takes the material of a plan from the wizard if it has it. The plan is from a file or the journal; the user is asked for the rest. */
export function materialsFor(plan: Plan, wizard: GivenMaterial): Map<string, Secret> {
  const materials = new Map<string, Secret>();
  for (const needed of neededMaterials(plan)) {
    const given = materials.has(needed.name) ? undefined : materialFor(needed, wizard);
    if (given !== undefined) materials.set(needed.name, given);
  }
  return materials;
}
