import { sha256 } from '@noble/hashes/sha2.js';
import { equal } from '../../../core/bytes/bytes.ts';
import { Secret } from '../../../core/bytes/secret.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { parseManifest } from '../../../core/update/manifest.ts';
import { encodeKeyPayload } from '../../../core/update/payload.ts';
import type { WizardState } from '../wizard/index.ts';

type SendStep = Extract<Plan['steps'][number], { kind: 'send-data-set' }>;

/**
 * The fragment of a key that is sent in clear is the key itself: handed over again it gives the same data set, and the
 * manifest's digest proves that. So an interrupted update is retried with the same data set and version.
 */
function keyFragment(step: SendStep, { device }: Pick<WizardState, 'device'>): Secret | undefined {
  const manifest = parseManifest(step.manifest);
  const key = device.key?.key;
  if (!manifest.ok || key === undefined || manifest.value.payload.kind !== 'key' || manifest.value.confidentiality !== undefined) return undefined;
  const payload = encodeKeyPayload(key);
  if (equal(sha256(payload), manifest.value.firstFragmentDigest)) return new Secret(payload);
  payload.fill(0);
  return undefined;
}

/** Material for a plan that comes from a file or from the journal: what the wizard holds, under the plan's names. */
export function materialsFor(plan: Plan, wizard: Pick<WizardState, 'secret' | 'device'>): Map<string, Secret> {
  const materials = new Map<string, Secret>();
  for (const step of plan.steps) {
    if ('content' in step && step.content.kind === 'material' && wizard.secret !== undefined) {
      materials.set(step.content.name, wizard.secret.secret.open((bytes) => new Secret(bytes.slice())));
    }
    if (step.kind !== 'send-data-set' || step.fragments.kind !== 'material') continue;
    const fragment = keyFragment(step, wizard);
    if (fragment !== undefined) materials.set(step.fragments.name, fragment);
  }
  return materials;
}
