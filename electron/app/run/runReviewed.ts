import type { Randomness } from '../../../core/bridge/bytePort.ts';
import { rehearsedOrder } from '../../../core/plan/rehearsal.ts';
import { runPlan, type RunResult, type StepOutcome } from '../../../core/plan/run.ts';
import type { Step } from '../../../core/plan/step.ts';
import { explainSentAlready } from '../../../core/plan/sentAlready.ts';
import { toolsOn, type StepOutput } from '../../../core/plan/stepKind.ts';
import type { Fault } from '../../../core/result/fault.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import type { Journal } from '../../journal/journal.ts';
import { serialNumberOf } from '../../serial/ports.ts';
import { RunRecord } from '../../journal/recorder.ts';
import { isSimulated } from '../../simulated/simulatedNames.ts';
import type { Work } from '../../board/board.ts';
import type { Confirmed } from './confirmed.ts';
import { explained } from './explained.ts';
import { checkReviewed, wroteBefore, type FindEarlier } from './reviewed.ts';

/** What differs between window and command line. */
export interface RunPorts {
  readonly run: string;
  readonly journal: Journal;
  readonly random: Randomness;
  readonly port: string;
  /** What steps gave out, by step id; those of the run that this one goes on with are in it. */
  readonly outputs: Map<string, StepOutput>;
  /** Where the run goes on with one that is in the journal since the review: what that one wrote. */
  readonly earlier?: FindEarlier;
  readonly stop?: () => boolean;
  readonly onBegin?: (step: Step) => Promise<void> | void;
  readonly onEnd?: (step: Step, outcome: StepOutcome) => Promise<void> | void;
}

export interface Ran {
  /** What became of the steps. */
  readonly result: RunResult;
  /** `failed` also when all steps went well and the end of the run could not be recorded. */
  readonly state: RunResult['state'];
  /** Why it failed, with the reason in this case; undefined when it did not. */
  readonly why?: Fault;
}

/**
 * Runs a plan that was reviewed and confirmed: on the chip of its review alone, each step on the disk before it is done, a
 * refusal explained by what the chip holds. The one way to run a plan, for the window and every command.
 * @returns a fault when nothing was run
 */
export async function runReviewed({ reviewed }: Confirmed, work: Work, ports: RunPorts): Promise<Result<Ran>> {
  const { plan, materials, rehearsal, snapshot, files } = reviewed;
  const { run, journal, random, port, outputs } = ports;
  const simulated = isSimulated(port);
  const asReviewed = checkReviewed(reviewed, work.identity);
  // The run asks the chip itself whether it is another one, and its record says so.
  if (!asReviewed.ok && asReviewed.fault.code !== 'chip/other') return asReviewed;
  const earlier = ports.earlier === undefined ? ok(reviewed.earlier) : await ports.earlier(reviewed);
  if (!earlier.ok) return earlier;
  const boardSerial = simulated ? undefined : await serialNumberOf(port);
  const record = await RunRecord.begin(journal, { run, plan, rehearsal, identity: snapshot, port, simulated, materials, boardSerial, files });
  if (!record.ok) return record;
  const { before, after } = record.value.hooks;
  const hooks = {
    ...(ports.stop === undefined ? {} : { stop: ports.stop }),
    before: async (step: Step) => (await ports.onBegin?.(step), before(step)),
    after: async (step: Step, outcome: StepOutcome) => (await ports.onEnd?.(step, outcome), after(step, outcome)),
  };
  const result = await runPlan(plan, toolsOn(work, { materials, random, outputs, ...wroteBefore(earlier.value) }), hooks, rehearsedOrder(rehearsal));
  // A run that goes on with one that stopped may find what that one sent.
  const passedOver = reviewed.sends === true && ports.earlier === undefined ? explainSentAlready(result, plan) : undefined;
  const why = (await explained(plan, result, work, simulated)) ?? passedOver;
  const state = passedOver === undefined || result.state !== 'finished' ? result.state : 'failed';
  const recorded = await record.value.end({ ...result, state }, why);
  if (why !== undefined) return ok({ result, state, why });
  return ok(recorded.ok ? { result, state } : { result, state: 'failed', why: recorded.fault });
}
