import { holdsSecret } from '../../../core/objects/secrets.ts';
import type { StepOutcome } from '../../../core/plan/run.ts';
import type { Input, Step } from '../../../core/plan/step.ts';
import type { WrittenSecrets } from '../material/index.ts';
import type { Reviewed } from './reviewed.ts';

/** The content that a step writes, when it is a secret: named by the plan, or of a file for an object that holds a secret. */
function secretOf(step: Step, { snapshot, typed }: Reviewed): Input | undefined {
  // What was typed, the window has already.
  if (typed === true || !('content' in step)) return undefined;
  const metadata = snapshot.objects.get(step.object)?.metadata ?? [];
  return step.content.kind === 'material' || holdsSecret(metadata) ? step.content : undefined;
}

/** Notes what a run writes from secrets, before it is written. */
export function noteBefore(step: Step, reviewed: Reviewed, written: WrittenSecrets): void {
  const secret = secretOf(step, reviewed);
  if (secret === undefined || !('content' in step)) return;
  const note = (bytes: Uint8Array): void => written.wrote(reviewed.snapshot.uid.chipId, step.object, bytes);
  if (secret.kind === 'inline') note(secret.bytes);
  else reviewed.materials.get(secret.name)?.open(note);
}

/** Whole content that is not a secret replaced what was there. */
export function noteAfter(step: Step, outcome: StepOutcome, reviewed: Reviewed, written: WrittenSecrets): void {
  const whole = step.kind === 'erase' || (step.kind === 'write-object' && secretOf(step, reviewed) === undefined);
  if (whole && outcome.state === 'done') written.replaced(reviewed.snapshot.uid.chipId, step.object);
}
