import { randomUUID } from 'node:crypto';
import type { Clock, Randomness } from '../../../core/bridge/bytePort.ts';
import type { StepView } from '../../../core/contract/plan.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import type { VoidConfirmation } from '../../../core/plan/confirmation.ts';
import { hideSecrets } from '../../../core/plan/hideSecrets.ts';
import { encodePlan } from '../../../core/plan/planFile.ts';
import type { PlanWithMaterials } from '../../../core/plan/planWithMaterials.ts';
import { isUntried, type RehearsalVerdict } from '../../../core/plan/rehearsal.ts';
import type { RunResult, StepOutcome } from '../../../core/plan/run.ts';
import type { Step } from '../../../core/plan/step.ts';
import type { StepOutput } from '../../../core/plan/stepKind.ts';
import { kindOf } from '../../../core/plan/steps/index.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { remembering, type Work } from '../../board/board.ts';
import { earlierRuns } from '../../journal/earlierRuns.ts';
import type { Journal } from '../../journal/journal.ts';
import { Confirmed } from './confirmed.ts';
import { journalParts, type ComesFrom } from './planReviewing.ts';
import { viewStep } from './planView.ts';
import { review, type Reviewed, type ReviewParts } from './reviewed.ts';
import { runReviewed } from './runReviewed.ts';

export interface PlanRun extends PlanWithMaterials {
  /** Object ids that the user typed as confirmation, as 0xE0F1. */
  readonly confirmed: readonly string[];
  /** Why the confirmation in the plan file does not count; undefined when it counts or there is none. */
  readonly voidConfirmation?: VoidConfirmation | undefined;
  readonly from?: ComesFrom;
  /** The steps write here what they received from the chip. */
  readonly outputs?: Map<string, StepOutput>;
}

/** `goesThrough`: every step was tried, and none was refused. */
export interface RehearsalReport {
  readonly goesThrough: boolean;
  readonly verdict: RehearsalVerdict;
  readonly steps: readonly StepView[];
  readonly warnings: readonly string[];
}

export interface ResultReport {
  readonly state: RunResult['state'];
  readonly steps: readonly { readonly id: string; readonly title: string; readonly object: string; readonly state: StepOutcome['state']; readonly says?: string }[];
}

/** `plan`: as in its file, without secrets. */
export interface PlanReport {
  readonly plan: unknown;
  readonly rehearsal: RehearsalReport;
  readonly result?: ResultReport;
}

export type RunReport = Required<PlanReport>;

/** The services that are needed, and who is informed. */
export interface RunSurroundings {
  readonly journal: Journal;
  readonly random: Randomness;
  readonly clock: Clock;
  readonly port: string;
  readonly onReview: (reviewed: Reviewed) => void;
  readonly onStep: (step: Step, outcome: StepOutcome) => void;
  /** Whether the user has asked to stop; asked before each step. */
  readonly stop?: () => boolean;
  /** The report of a plan that was refused or failed, including what was done before the fault. */
  readonly onFailed: (report: PlanReport) => void;
}

const viewRehearsal = ({ rehearsal }: Reviewed): RehearsalReport => ({ goesThrough: rehearsal.verdict === 'passed', verdict: rehearsal.verdict, steps: rehearsal.steps.map(viewStep), warnings: rehearsal.warnings.map(sayLine) });

const viewResult = ({ state, steps }: RunResult): ResultReport => ({
  state,
  steps: steps.map(({ step, outcome }) => ({
    id: step.id,
    title: kindOf(step).title(step),
    object: formatOid(kindOf(step).objects(step)[0]),
    state: outcome.state,
    ...('says' in outcome ? { says: outcome.says } : {}),
  })),
});

/** How many steps of a rehearsal could not be tried. */
export const untriedSteps = ({ steps }: RehearsalReport): number =>
  steps.filter(({ rehearsal: state, note, assumes }) => isUntried({ state, ...(note === undefined ? {} : { note }), ...(assumes === undefined ? {} : { assumes }) })).length;

const sayUnconfirmed = (unconfirmed: Fault, because: VoidConfirmation | undefined): Fault =>
  unconfirmed.code === 'plan/not-confirmed' && because !== undefined ? fault('plan/confirmation-void', { object: unconfirmed.data.object, because }) : unconfirmed;

/** Says before which step the user stopped the run; undefined when the run was not stopped. */
function stoppedAt({ steps }: RunResult): Fault<'plan/stopped'> | undefined {
  const stopped = steps.find(({ outcome }) => outcome.state === 'cancelled');
  return stopped === undefined ? undefined : fault('plan/stopped', { step: kindOf(stopped.step).title(stopped.step), done: steps.length - 1 });
}

interface Rehearsed {
  readonly reviewed: Reviewed;
  readonly report: PlanReport;
}

async function rehearsed(run: PlanRun, work: Work, unread: Pick<ReviewParts, 'unread'>, { journal, random, clock, port, onReview, onFailed }: RunSurroundings): Promise<Result<Rehearsed>> {
  const asked = journalParts(run.from, (on) => earlierRuns(journal, { ...on, port }));
  const { materials, assumedSecrets, sends, files } = run;
  const reviewed = await review(run.plan, { ...asked, ...unread, materials, random, clock, files, ...(assumedSecrets === undefined ? {} : { assumedSecrets }), ...(sends === undefined ? {} : { sends }) }, work);
  if (!reviewed.ok) return reviewed;
  const plan: unknown = JSON.parse(encodePlan(hideSecrets(run.plan, reviewed.value.snapshot)));
  const report = { plan, rehearsal: viewRehearsal(reviewed.value) };
  onReview(reviewed.value);
  const refused = reviewed.value.rehearsal.steps.find((step) => step.fault !== undefined)?.fault;
  if (refused === undefined) return ok({ reviewed: reviewed.value, report });
  onFailed(report);
  return err(refused);
}

/** Reviews a plan. Only reads are sent. */
export async function reviewOnly(run: PlanRun, work: Work, around: RunSurroundings): Promise<Result<PlanReport>> {
  const made = await rehearsed(run, work, {}, around);
  return made.ok ? ok(made.value.report) : made;
}

/** Reviews a plan, checks the required confirmations, and runs it. For callers without a person who reads the review in between. */
export async function reviewAndRun(run: PlanRun, given: Work, around: RunSurroundings): Promise<Result<RunReport>> {
  const work = remembering(given);
  const made = await rehearsed(run, work, { unread: true }, around);
  if (!made.ok) return made;
  const { reviewed, report } = made.value;
  const confirmed = Confirmed.by(reviewed, ({ object }) => (run.confirmed.includes(object) ? object : ''));
  if (!confirmed.ok) return err(sayUnconfirmed(confirmed.fault, run.voidConfirmation));
  const { journal, random, port, onStep, stop = () => false } = around;
  const ran = await runReviewed(confirmed.value, work, { run: randomUUID(), journal, random, port, outputs: run.outputs ?? new Map<string, StepOutput>(), stop, onEnd: onStep });
  if (!ran.ok) return ran;
  const whole = { ...report, result: viewResult(ran.value.result) };
  const why = ran.value.why ?? stoppedAt(ran.value.result);
  if (why === undefined) return ok(whole);
  // A script needs to know how the failed run left the chip.
  around.onFailed(whole);
  return err(why);
}
