import type { Result } from '../../core/result/result.ts';
import { sayLine } from '../../core/result/say.ts';
import { kindOf } from '../../core/plan/steps/index.ts';
import { reviewAndRun, reviewOnly, untriedSteps, viewStep, type PlanReport, type PlanRun, type RehearsalReport, type Reviewed, type RunReport, type RunSurroundings } from '../app/run/index.ts';
import { nodeClock } from '../serial/clock.ts';
import { nodeRandomness } from '../serial/randomness.ts';
import type { Context, Session } from './context.ts';
import { journalOf } from './journalOf.ts';
import { progress, warn } from './io.ts';

/** The last line of a dry run. It claims only what was tried. */
export function sayDryRun(rehearsal: RehearsalReport): string {
  if (rehearsal.verdict !== 'not-all-tried') return 'rehearsed; nothing was sent';
  return `not refused, but ${untriedSteps(rehearsal)} of ${rehearsal.steps.length} steps cannot be rehearsed; nothing was sent`;
}

const around = (context: Context, { port }: Session): RunSurroundings => ({
  journal: journalOf(context),
  random: nodeRandomness,
  clock: nodeClock,
  port,
  onReview: (reviewed) => tellReview(context, reviewed),
  onStep: (step, outcome) => progress(context.io, `  ${outcome.state}: ${kindOf(step).title(step)}${'says' in outcome ? ` (${outcome.says})` : ''}`),
  onFailed: (report) => context.io.attach(report),
});

/** Reviews and runs a plan, and reports progress on stderr. An interrupt stops it before the next step. */
export async function runPlanCommand(context: Context, session: Session, run: PlanRun): Promise<Result<RunReport>> {
  let stopped = false;
  const off = context.onInterrupt(() => (stopped = true));
  const report = await reviewAndRun(run, session, { ...around(context, session), stop: () => stopped });
  off();
  return report;
}

/** Runs a plan like `runPlanCommand`, or only reviews it with `--dry-run`. */
export const planCommand = (context: Context, session: Session, run: PlanRun, dryRun: boolean): Promise<Result<PlanReport>> =>
  dryRun ? reviewOnly(run, session, around(context, session)) : runPlanCommand(context, session, run);

/** Tells on stderr what a rehearsal found. */
export function tellReview({ io }: Context, { rehearsal }: Reviewed): void {
  for (const warning of rehearsal.warnings) warn(io, sayLine(warning));
  for (const rehearsed of rehearsal.steps) {
    const { title, changes, note, irreversibleBecause } = viewStep(rehearsed);
    progress(io, `${rehearsed.state}: ${title}`);
    for (const { field, before, after } of changes) progress(io, `    ${field}: ${before.says} → ${after.says}`);
    if (irreversibleBecause !== undefined) progress(io, `    irreversible: ${irreversibleBecause}`);
    if (note !== undefined) progress(io, rehearsed.state === 'not-rehearsable' ? `    cannot be rehearsed: ${note}` : `    note: ${note}`);
    if (rehearsed.assumes !== undefined) progress(io, `    assumed: ${rehearsed.assumes}`);
    if (rehearsed.fault !== undefined) progress(io, `    refused: ${sayLine(rehearsed.fault)}`);
  }
}
