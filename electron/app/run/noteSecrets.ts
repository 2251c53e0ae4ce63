import { holdsSecret } from '../../../core/objects/secrets.ts';
import type { StepOutcome } from '../../../core/plan/run.ts';
import type { Input, Step } from '../../../core/plan/step.ts';
import type { WrittenSecrets } from '../material/index.ts';
import type { Reviewed } from './reviewed.ts';

/** The content of a step if it is a secret: the plan names it as a secret, or its object holds secrets. */
function secretOf(step: Step, { snapshot, typed }: Reviewed): Input | undefined {
  // The window already knows a typed text.
  if (typed === true || !('content' in step)) return undefined;
  const metadata = snapshot.objects.get(step.object)?.metadata ?? [];
  return step.content.kind === 'material' || holdsSecret(metadata) ? step.content : undefined;
}

/** Records what a run writes from secrets, before it is written. */
export async function noteBefore(step: Step, reviewed: Reviewed, written: WrittenSecrets): Promise<void> {
  const secret = secretOf(step, reviewed);
  if (secret === undefined || !('content' in step)) return;
  const offset = step.kind === 'write-at' ? step.offset : 0;
  const note = (bytes: Uint8Array): Promise<void> => written.wrote(reviewed.snapshot.uid.chipId, step.object, bytes, offset);
  await (secret.kind === 'inline' ? note(secret.bytes) : reviewed.materials.get(secret.name)?.open(note));
}

/** Forgets the recorded secret of an object after a step replaced the whole content with one that is not a secret. */
export async function noteAfter(step: Step, outcome: StepOutcome, reviewed: Reviewed, written: WrittenSecrets): Promise<void> {
  const whole = step.kind === 'erase' || (step.kind === 'write-object' && secretOf(step, reviewed) === undefined);
  if (whole && outcome.state === 'done') await written.replaced(reviewed.snapshot.uid.chipId, step.object);
}
