import type { Oid } from '../../../core/objects/oid.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { parseManifest } from '../../../core/update/manifest.ts';

/** The objects with the secrets of the plan's encrypted data sets, each listed once. */
export function secretObjectsOf(plan: Plan): Oid[] {
  const manifests = plan.steps.flatMap((step) => (step.kind === 'send-data-set' ? [parseManifest(step.manifest)] : []));
  return [...new Set(manifests.flatMap((manifest) => (manifest.ok && manifest.value.confidentiality !== undefined ? [manifest.value.confidentiality.secret] : [])))];
}
