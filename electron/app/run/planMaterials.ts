import { Secret } from '../../../core/bytes/secret.ts';
import type { Plan } from '../../../core/plan/step.ts';
import type { WizardState } from '../wizard/index.ts';
import { keyFragment } from './materialFiles.ts';

/** Material for a plan that comes from a file or from the journal: what the wizard holds, under the plan's names. */
export function materialsFor(plan: Plan, wizard: Pick<WizardState, 'secret' | 'device'>): Map<string, Secret> {
  const materials = new Map<string, Secret>();
  for (const step of plan.steps) {
    if ('content' in step && step.content.kind === 'material' && wizard.secret !== undefined) {
      materials.set(step.content.name, wizard.secret.secret.open((bytes) => new Secret(bytes.slice())));
    }
    if (step.kind !== 'send-data-set' || step.fragments.kind !== 'material') continue;
    const key = wizard.device.key?.key;
    const fragment = key === undefined ? undefined : keyFragment(step, key);
    if (fragment !== undefined) materials.set(step.fragments.name, fragment);
  }
  return materials;
}
