import { kindOf } from '../../../core/plan/steps/index.ts';
import type { Job } from '../../../core/job/job.ts';
import { canResumeAfter } from '../../../core/plan/resumable.ts';
import type { RunResult, StepOutcome } from '../../../core/plan/run.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import type { Ran, Reviewed } from '../run/index.ts';

/** The result of a unit that was begun, and why it did not pass. */
export interface Judged {
  readonly result: 'pass' | 'fail' | 'check';
  readonly fault?: Fault | undefined;
}

/** Judges a run: the result of its unit. @param stopped why the unit was stopped, if it was */
export function judgeUnit(job: Job, reviewed: Reviewed, { result, state, why }: Ran, stopped: Fault | undefined): Judged {
  const unproved = result.steps.filter(({ step, outcome }) => outcome.state === 'unproved' && !job.proof.unproved.includes(step.id));
  if (state === 'finished' && unproved.length === 0) return { result: 'pass' };
  const titles = unproved.map(({ step }) => kindOf(step).title(step)).join(', ');
  const failed = why ?? result.fault;
  if (state === 'finished') return { result: 'check', fault: failed ?? fault('job/not-proved', { steps: titles }) };
  const toCheck = halfDone(result, irreversibleIn(reviewed)) || proofFailed(result, failed);
  return { result: toCheck ? 'check' : 'fail', fault: whyEnded(failed, stopped) };
}

/** Why a unit ended. Work is cut by closing its connection: then the reason is why the unit was stopped. */
export const whyEnded = <F extends Fault | undefined>(failed: F, stopped: Fault | undefined): F | Fault => (failed === undefined || failed.code === 'link/closed' ? (stopped ?? failed) : failed);

/** Ids of the steps that cannot be undone. */
export const irreversibleIn = ({ rehearsal }: Reviewed): ReadonlySet<string> => new Set(rehearsal.steps.filter(({ irreversible }) => irreversible !== undefined).map(({ step }) => step.id));

/** Whether a step was begun. A step that could not be recorded is not sent. */
const wasBegun = (outcome: StepOutcome): boolean => outcome.state !== 'cancelled' && (outcome.state !== 'failed' || outcome.fault.code !== 'journal/not-written');

/** Whether a step that cannot be undone was begun. */
const halfDone = ({ steps }: RunResult, irreversible: ReadonlySet<string>): boolean => steps.some(({ step, outcome }) => irreversible.has(step.id) && wasBegun(outcome));

/** Whether the chip answered, but with another content than the written one. */
function proofFailed({ steps }: RunResult, failed: Fault | undefined): boolean {
  const last = steps.at(-1);
  return failed !== undefined && last?.outcome.state === 'failed' && last.step.kind.startsWith('prove-') && !canResumeAfter(failed.code);
}
