import { toHex } from '../bytes/hex.ts';
import type { Step } from '../plan/step.ts';
import { sourcesOf } from './sources.ts';

/**
 * Steps that bring the sample's own key, prove it, or write its certificate. When one of them gets the unit's pair, all must.
 * Otherwise a unit would have the key of one pair and the certificate of another.
 * @returns ids of these steps; empty when the plan sends no key
 */
export function samplePair(steps: readonly Step[]): readonly string[] {
  const keys = new Set(steps.flatMap((step) => (step.kind === 'send-data-set' && sourcesOf(step).includes('pairs') ? [step.target] : [])));
  const proofs = steps.flatMap((step) => (step.kind === 'prove-key' && keys.has(step.key) ? [step] : []));
  const certificates = proofs.map(({ certificate }) => toHex(certificate));
  const belongs = (step: Step): boolean => {
    if (step.kind === 'send-data-set') return keys.has(step.target);
    if (step.kind === 'prove-key') return keys.has(step.key);
    if (step.kind !== 'write-object' || step.content.kind !== 'inline') return false;
    // The content may have an identity tag or not.
    const content = toHex(step.content.bytes);
    return certificates.some((one) => content.includes(one));
  };
  return steps.filter(belongs).map(({ id }) => id);
}
