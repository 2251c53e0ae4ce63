import { readObjects } from '../../../core/chip/snapshot.ts';
import { explainRefusal } from '../../../core/plan/explainRefusal.ts';
import { planObjects } from '../../../core/plan/rehearse.ts';
import type { Plan, Step } from '../../../core/plan/step.ts';
import type { Fault } from '../../../core/result/fault.ts';
import type { Work } from '../../board/board.ts';

/** What ended a run, with the reason in this case: a chip's bare "no" is explained by what its objects hold now. */
export async function explained(plan: Plan, step: Step | undefined, refusal: Fault, { chip, identity }: Work): Promise<Fault> {
  if (refusal.code !== 'chip/refused' || step === undefined) return refusal;
  const snapshot = await readObjects(chip, identity, planObjects(plan));
  return snapshot.ok ? explainRefusal(step, refusal, snapshot.value.objects, snapshot.value) : refusal;
}
