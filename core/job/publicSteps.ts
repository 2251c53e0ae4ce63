import type { ChipSnapshot } from '../chip/snapshot.ts';
import { hideSecrets } from '../plan/hideSecrets.ts';
import type { Plan, Step } from '../plan/step.ts';
import { parseManifest } from '../update/manifest.ts';
import type { Variation } from './job.ts';

/** Replaces the sample's fragments, because each unit has its own data set. */
const ofEachUnit = 'the data set of the unit';

/** Whether a data set brings a key without encryption, so that its fragments show the key. */
function bringsKeyInClear(manifestBytes: Uint8Array): boolean {
  const manifest = parseManifest(manifestBytes);
  return !manifest.ok || (manifest.value.payload.kind === 'key' && manifest.value.confidentiality === undefined);
}

/**
 * The steps of a plan in the form that may be in a job. Some contents are only named: secrets of the sample, private keys, and
 * data sets that bring a key without encryption. Where each unit gets its own data set, the sample's is left out.
 */
export function publicSteps(plan: Plan, sample: ChipSnapshot, varies: readonly Variation[]): readonly Step[] {
  const varied = new Set(varies.map(({ step }) => step));
  return hideSecrets(plan, sample).steps.map((step): Step => {
    if (step.kind !== 'send-data-set') return step;
    const { fragments } = step;
    const length = fragments.kind === 'inline' ? fragments.bytes.length : fragments.length;
    if (varied.has(step.id)) return { ...step, fragments: { kind: 'material', name: ofEachUnit, length } };
    if (fragments.kind === 'material' || !bringsKeyInClear(step.manifest)) return step;
    return { ...step, fragments: { kind: 'material', name: `data set of ${step.id}`, length } };
  });
}
