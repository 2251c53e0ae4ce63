import { readObjects } from '../../../core/chip/snapshot.ts';
import type { Oid } from '../../../core/objects/oid.ts';
import { explainRefusal } from '../../../core/plan/explainRefusal.ts';
import { planObjects } from '../../../core/plan/rehearse.ts';
import type { RunResult } from '../../../core/plan/run.ts';
import type { Plan, Step } from '../../../core/plan/step.ts';
import { kindOf } from '../../../core/plan/steps/index.ts';
import type { Fault } from '../../../core/result/fault.ts';
import type { Work } from '../../board/board.ts';
import { explainPair } from './simulatedPair.ts';

/**
 * Explains why a run failed. For a refusal of the chip, the reason is found in the present content of its objects.
 * @param simulated whether the chip is a simulated one
 * @returns undefined when the run did not fail
 */
export async function explainFailure(plan: Plan, { steps, fault }: RunResult, work: Work, simulated: boolean): Promise<Fault | undefined> {
  const step = steps.at(-1)?.step;
  return fault === undefined || step === undefined ? fault : explainStep(step, fault, work, simulated, planObjects(plan));
}

/**
 * Explains from the chip's present content why it refused a step.
 * @param objects those that may contain the reason
 */
export async function explainStep(step: Step, fault: Fault, { chip, identity }: Work, simulated: boolean, objects: readonly Oid[] = kindOf(step).objects(step)): Promise<Fault> {
  if (simulated && fault.code === 'plan/proof-failed' && step.kind === 'prove-key') return explainPair(step, fault, { chip, identity });
  if (fault.code !== 'chip/refused') return fault;
  const snapshot = await readObjects(chip, identity, objects);
  return snapshot.ok ? explainRefusal(step, fault, snapshot.value.objects, snapshot.value) : fault;
}
