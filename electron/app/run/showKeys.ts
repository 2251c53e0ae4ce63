import { parseCertificate } from '../../../core/certificates/certificate.ts';
import { parseSpki, type PublicKey } from '../../../core/keys/publicKey.ts';
import type { StepOutcome } from '../../../core/plan/run.ts';
import type { Step } from '../../../core/plan/step.ts';
import type { StepOutput } from '../../../core/plan/stepKind.ts';
import type { ShownKeys } from '../../board/shownKeys.ts';

/** The public key that a step showed: a proof verified it, or the chip sent it when it made the key. */
function shownBy(step: Step, outcome: StepOutcome, output: StepOutput | undefined): PublicKey | undefined {
  if (step.kind === 'prove-key' && outcome.state === 'done') {
    const certificate = parseCertificate(step.certificate);
    return certificate.ok ? certificate.value.publicKey : undefined;
  }
  const made = outcome.state === 'done' || (outcome.state === 'unproved' && outcome.applied);
  if (step.kind !== 'generate-key' || !made || output?.publicKey === undefined) return undefined;
  const key = parseSpki(output.publicKey);
  return key.ok ? key.value : undefined;
}

/** After a step, remembers for this connection which key of the chip the step showed. */
export function showKeys(keys: Pick<ShownKeys, 'show'>, step: Step, outcome: StepOutcome, outputs: ReadonlyMap<string, StepOutput>): void {
  const publicKey = shownBy(step, outcome, outputs.get(step.id));
  if (publicKey !== undefined && 'key' in step) keys.show(step.key, publicKey);
}
