import type { StepOutput } from '../../../core/plan/stepKind.ts';
import type { PublicKeyStore } from '../material/index.ts';
import type { Reviewed } from './reviewed.ts';

/** Saves the public keys from a run, because a chip reveals the public key of a new key only once. */
export async function rememberKeys(keys: Pick<PublicKeyStore, 'remember'>, { plan, snapshot }: Reviewed, outputs: ReadonlyMap<string, StepOutput>): Promise<void> {
  for (const step of plan.steps) {
    const spki = outputs.get(step.id)?.publicKey;
    if (step.kind === 'generate-key' && spki !== undefined) await keys.remember(snapshot.uid.chipId, step.key, spki);
  }
}
