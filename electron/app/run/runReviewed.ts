import type { Randomness } from '../../../core/bridge/bytePort.ts';
import { rehearsedOrder } from '../../../core/plan/rehearsal.ts';
import { runPlan, type RunResult, type StepOutcome } from '../../../core/plan/run.ts';
import type { Step } from '../../../core/plan/step.ts';
import { explainSentAlready } from '../../../core/plan/sentAlready.ts';
import { toolsOn, type StepOutput } from '../../../core/plan/stepKind.ts';
import type { Fault } from '../../../core/result/fault.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import type { Happening } from '../../journal/entry.ts';
import type { Journal } from '../../journal/journal.ts';
import { serialNumberOf } from '../../serial/ports.ts';
import type { RunUnit } from '../../../core/contract/records.ts';
import { RunRecord } from '../../journal/recorder.ts';
import { isSimulated } from '../../simulated/simulatedNames.ts';
import type { Work } from '../../board/board.ts';
import type { Confirmed } from './confirmed.ts';
import { explainFailure } from './explainFailure.ts';
import { checkReviewed, wroteBefore, type FindEarlier } from './reviewed.ts';
import { hostCheck } from '../../signers/hostCheck.ts';

/** What differs between the window and the command line. */
export interface RunPorts {
  readonly run: string;
  readonly journal: Journal;
  readonly random: Randomness;
  readonly port: string;
  /** What steps returned, by step id, including those of the run that is resumed. */
  readonly outputs: Map<string, StepOutput>;
  /** Finds earlier runs. Set only when this run resumes a run that was recorded after the review. */
  readonly earlier?: FindEarlier;
  /** The unit of a job that this run is for. */
  readonly unit?: RunUnit;
  /** Writes the start of the run into the journal; default: only this line. After a fault nothing is run. */
  readonly begins?: (started: Happening) => Promise<Result<void>>;
  /** Lines for the journal that are written together with the end of the run. */
  readonly endsWith?: (ran: Ran) => readonly Happening[];
  readonly stop?: () => boolean;
  readonly onBegin?: (step: Step) => Promise<void> | void;
  readonly onEnd?: (step: Step, outcome: StepOutcome) => Promise<void> | void;
}

export interface Ran {
  /** The results of the steps. */
  readonly result: RunResult;
  /** `failed` also when all steps succeeded but the end of the run could not be recorded. */
  readonly state: RunResult['state'];
  /** Why the run failed, explained for this chip; undefined when it did not fail. */
  readonly why?: Fault;
  /** Why the end of the run is not in the journal; undefined when it is. */
  readonly notRecorded?: Fault;
}

/**
 * Runs a reviewed and confirmed plan, only on the chip of its review. Each step is recorded on disk before it runs. A refusal
 * of the chip is explained from its present content. The window and all commands run plans only through this function.
 * @returns a fault when nothing was run
 */
export async function runReviewed({ reviewed }: Confirmed, work: Work, ports: RunPorts): Promise<Result<Ran>> {
  const { plan, materials, rehearsal, snapshot, files } = reviewed;
  const { run, journal, random, port, outputs } = ports;
  const simulated = isSimulated(port);
  const asReviewed = checkReviewed(reviewed, work.identity);
  // For another chip the run itself reads that from the chip, so that its record says so.
  if (!asReviewed.ok && asReviewed.fault.code !== 'chip/other') return asReviewed;
  const earlier = ports.earlier === undefined ? ok(reviewed.earlier) : await ports.earlier(reviewed);
  if (!earlier.ok) return earlier;
  const boardSerial = simulated ? undefined : await serialNumberOf(port);
  const record = await RunRecord.begin(journal, { run, plan, rehearsal, identity: snapshot, port, simulated, materials, boardSerial, files, unit: ports.unit }, ports.begins);
  if (!record.ok) return record;
  const { before, after } = record.value.hooks;
  const hooks = {
    ...(ports.stop === undefined ? {} : { stop: ports.stop }),
    before: async (step: Step) => (await ports.onBegin?.(step), before(step)),
    after: async (step: Step, outcome: StepOutcome) => (await ports.onEnd?.(step, outcome), after(step, outcome)),
  };
  const result = await runPlan(plan, toolsOn(work, { materials, random, check: hostCheck, outputs, ...wroteBefore(earlier.value) }), hooks, rehearsedOrder(rehearsal));
  // A resumed run may find data that the stopped run sent.
  const passedOver = reviewed.sends === true && ports.earlier === undefined ? explainSentAlready(result, plan) : undefined;
  const why = (await explainFailure(plan, result, work, simulated)) ?? passedOver;
  const state = passedOver === undefined || result.state !== 'finished' ? result.state : 'failed';
  const ran: Ran = { result, state, ...(why === undefined ? {} : { why }) };
  const recorded = await record.value.end({ ...result, state }, why, ports.endsWith?.(ran) ?? []);
  if (recorded.ok) return ok(ran);
  return ok({ ...ran, ...(why === undefined ? { state: 'failed', why: recorded.fault } : {}), notRecorded: recorded.fault });
}
