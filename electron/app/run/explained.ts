import { readObjects } from '../../../core/chip/snapshot.ts';
import { explainRefusal } from '../../../core/plan/explainRefusal.ts';
import { planObjects } from '../../../core/plan/rehearse.ts';
import type { RunResult } from '../../../core/plan/run.ts';
import type { Plan } from '../../../core/plan/step.ts';
import type { Fault } from '../../../core/result/fault.ts';
import type { Work } from '../../board/board.ts';
import { explainPair } from './simulatedPair.ts';

/**
 * Why a run failed, with the reason in this case: a chip's bare "no" is explained by what its objects hold now. Undefined
 * when it did not fail.
 * @param simulated whether the chip is a simulated one
 */
export async function explained(plan: Plan, { steps, fault }: RunResult, { chip, identity }: Work, simulated: boolean): Promise<Fault | undefined> {
  const step = steps.at(-1)?.step;
  if (simulated && fault?.code === 'plan/proof-failed' && step?.kind === 'prove-key') return explainPair(step, fault, { chip, identity });
  if (fault?.code !== 'chip/refused' || step === undefined) return fault;
  const snapshot = await readObjects(chip, identity, planObjects(plan));
  return snapshot.ok ? explainRefusal(step, fault, snapshot.value.objects, snapshot.value) : fault;
}
