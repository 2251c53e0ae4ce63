import { formatOid } from '../objects/oid.ts';
import { fault, type Fault } from '../result/fault.ts';
import { manifestOf } from './manifestOf.ts';
import { rehearsalVerdict, type Rehearsal } from './rehearsal.ts';
import type { RunResult } from './run.ts';
import type { Plan, Step } from './step.ts';

const provesKey = ({ steps }: Plan, key: number): boolean => steps.some((step) => (step.kind === 'prove-key' || step.kind === 'prove-aes') && step.key === key);

/**
 * Why a data set is not sent although its step counts as done: the chip already has its version and would refuse it,
 * and nothing shows whether the chip's content is from this set.
 */
function refusal(step: Step, plan: Plan): Fault<'plan/key-other-version'> | undefined {
  if (step.kind !== 'send-data-set' || provesKey(plan, step.target)) return undefined;
  const manifest = manifestOf(step.manifest);
  if (!manifest.ok) return undefined;
  const { payloadVersion } = manifest.value;
  return fault('plan/key-other-version', { object: formatOid(step.target), version: payloadVersion, wanted: payloadVersion });
}

/** The rehearsal of a plan whose purpose is to send data sets. A set that nothing shows to be on the chip is refused, not skipped. */
export function refuseSentAlready(rehearsal: Rehearsal, plan: Plan): Rehearsal {
  const steps = rehearsal.steps.map((step) => {
    const why = step.state === 'already-done' && step.note !== undefined ? refusal(step.step, plan) : undefined;
    return why === undefined ? step : { ...step, state: 'refused' as const, fault: why };
  });
  return { ...rehearsal, steps, verdict: rehearsalVerdict(steps) };
}

/** Why a run of such a plan failed although every step ended: after the review, another program sent this version. */
export function explainSentAlready({ steps }: RunResult, plan: Plan): Fault<'plan/key-other-version'> | undefined {
  const [passedOver] = steps.flatMap(({ step, outcome }) => (outcome.state === 'unproved' && !outcome.applied ? [refusal(step, plan)] : []));
  return passedOver;
}
