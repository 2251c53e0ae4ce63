import type { Randomness } from '../../../core/bridge/bytePort.ts';
import type { ProveKey } from '../../../core/plan/step.ts';
import type { Proof } from '../../../core/plan/stepKind.ts';
import { proveKey } from '../../../core/plan/steps/proveKey.ts';
import { err, type Result } from '../../../core/result/result.ts';
import type { Work } from '../../board/board.ts';
import { explainStep } from './explainFailure.ts';

/** Proves a key without a plan and without changing the chip. A refusal is explained in the same way as in a run. */
export async function proveNow(step: ProveKey, work: Work, { random, simulated }: { readonly random: Randomness; readonly simulated: boolean }): Promise<Result<Proof>> {
  const proof = await proveKey.verify(step, { ...work, materials: new Map(), random });
  return proof.ok ? proof : err(await explainStep(step, proof.fault, work, simulated));
}
