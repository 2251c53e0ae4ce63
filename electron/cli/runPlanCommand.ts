import { randomUUID } from 'node:crypto';
import type { Secret } from '../../core/bytes/secret.ts';
import type { StepView } from '../../core/contract/plan.ts';
import { formatOid, type Oid } from '../../core/objects/oid.ts';
import type { VoidConfirmation } from '../../core/plan/confirmation.ts';
import { hideSecrets } from '../../core/plan/hideSecrets.ts';
import { encodePlan } from '../../core/plan/planFile.ts';
import { runPlan, type RunResult } from '../../core/plan/run.ts';
import type { Plan } from '../../core/plan/step.ts';
import { toolsOn, type StepOutput } from '../../core/plan/stepKind.ts';
import { kindOf } from '../../core/plan/steps/index.ts';
import { fault, type Fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { isUntried, rehearsalVerdict, type RehearsalVerdict, type RehearsedStep } from '../../core/plan/rehearsal.ts';
import { sayLine } from '../../core/result/say.ts';
import { earlierRuns, type OnChip } from '../journal/earlierRuns.ts';
import { RunRecord } from '../journal/recorder.ts';
import { nodeClock } from '../serial/clock.ts';
import { nodeRandomness } from '../serial/randomness.ts';
import { rehearsedOrder } from '../../core/plan/rehearsal.ts';
import { isSimulated } from '../simulated/simulatedNames.ts';
import { viewStep, checkConfirmed, explained, review, wroteBefore, type Reviewed } from '../app/run/index.ts';
import type { Context, Session } from './context.ts';
import { journalOf } from './journalOf.ts';
import { progress, warn } from './io.ts';

export interface PlanRun {
  readonly plan: Plan;
  readonly materials: ReadonlyMap<string, Secret>;
  /** What objects of the chip are taken to hold in the rehearsal. */
  readonly known?: ReadonlyMap<Oid, Secret>;
  /** Object ids that the user typed a second time, as 0xE0E3. */
  readonly confirmed: readonly string[];
  /** The plan file says that it was confirmed, and why that does not count. */
  readonly voidConfirmation?: VoidConfirmation | undefined;
  readonly dryRun: boolean;
  /** Why a step that the rehearsal takes for done is refused by this command. */
  readonly refuses?: (step: RehearsedStep) => Fault | undefined;
  /** `procedure`: what earlier runs are proved to have written counts. `saved`: so too, and it may go on with one that stopped. */
  readonly from?: 'procedure' | 'saved';
  /** Filled with what the steps got from the chip. */
  readonly outputs?: Map<string, StepOutput>;
}

export interface PlanReport {
  readonly plan: unknown;
  readonly rehearsal: RehearsalReport;
  readonly result?: ResultReport;
}

/** `goesThrough`: every step was tried, and none was refused. */
interface RehearsalReport {
  readonly goesThrough: boolean;
  readonly verdict: RehearsalVerdict;
  readonly steps: readonly StepView[];
  readonly warnings: readonly string[];
}

type ResultReport = ReturnType<typeof viewResult>;

const isUntriedView = ({ rehearsal: state, note, assumes }: StepView): boolean => isUntried({ state, ...(note === undefined ? {} : { note }), ...(assumes === undefined ? {} : { assumes }) });

/** What a dry run says in the end: never more than was tried. */
export function sayDryRun({ verdict, steps }: RehearsalReport): string {
  if (verdict !== 'not-all-tried') return 'rehearsed; nothing was sent';
  const untried = steps.filter(isUntriedView).length;
  return `not refused, but ${untried} of ${steps.length} steps cannot be tried in advance; nothing was sent`;
}

const viewRehearsal = ({ rehearsal }: Reviewed): RehearsalReport => ({ goesThrough: rehearsal.verdict === 'passed', verdict: rehearsal.verdict, steps: rehearsal.steps.map(viewStep), warnings: rehearsal.warnings.map(sayLine) });

const viewResult = ({ state, steps }: RunResult) => ({
  state,
  steps: steps.map(({ step, outcome }) => ({
    id: step.id,
    title: kindOf(step).title(step),
    object: formatOid(kindOf(step).objects(step)[0]),
    state: outcome.state,
    ...('says' in outcome ? { says: outcome.says } : {}),
  })),
});

function withRefusals(reviewed: Reviewed, refuses: PlanRun['refuses']): Reviewed {
  const steps = reviewed.rehearsal.steps.map((step) => {
    const no = refuses?.(step);
    return no === undefined ? step : { ...step, state: 'refused' as const, fault: no };
  });
  return { ...reviewed, rehearsal: { ...reviewed.rehearsal, steps, verdict: rehearsalVerdict(steps) } };
}

/** Rehearses, checks what must be confirmed, runs; the same way for every command that changes a chip. */
export async function runPlanCommand(context: Context, session: Session, run: PlanRun): Promise<Result<PlanReport>> {
  const journal = journalOf(context);
  const earlier = run.from !== undefined ? { resumes: run.from === 'saved', earlier: (on: Pick<OnChip, 'plan' | 'snapshot'>) => earlierRuns(journal, { ...on, port: session.port }) } : {};
  const looked = await review(run.plan, { ...earlier, materials: run.materials, random: nodeRandomness, clock: nodeClock, ...(run.known === undefined ? {} : { known: run.known }) }, session);
  const reviewed = looked.ok ? ok(withRefusals(looked.value, run.refuses)) : looked;
  if (!reviewed.ok) return reviewed;
  const planJson: unknown = JSON.parse(encodePlan(hideSecrets(run.plan, reviewed.value.snapshot)));
  const report = { plan: planJson, rehearsal: viewRehearsal(reviewed.value) };
  tellReview(context, reviewed.value);
  const refused = reviewed.value.rehearsal.steps.find(({ fault }) => fault !== undefined)?.fault;
  if (refused !== undefined) {
    context.io.attach(report);
    return err(refused);
  }
  if (run.dryRun) return ok(report);
  const confirmed = checkConfirmed(reviewed.value, ({ object }) => (run.confirmed.includes(object) ? object : ''));
  if (!confirmed.ok) return err(sayUnconfirmed(confirmed.fault, run.voidConfirmation));
  const outputs = run.outputs ?? new Map<string, StepOutput>();
  const tools = toolsOn(session, { materials: run.materials, random: nodeRandomness, outputs, ...wroteBefore(reviewed.value.earlier) });
  const { rehearsal } = reviewed.value;
  const about = { run: randomUUID(), plan: run.plan, rehearsal, identity: reviewed.value.snapshot, port: session.port, simulated: isSimulated(session.port), materials: run.materials };
  const record = await RunRecord.begin(journal, about);
  if (!record.ok) return record;
  const result = await runPlan(run.plan, tools, {
    before: record.value.hooks.before,
    after: async (step, outcome) => {
      progress(context.io, `  ${outcome.state}: ${kindOf(step).title(step)}${'says' in outcome ? ` (${outcome.says})` : ''}`);
      return record.value.hooks.after(step, outcome);
    },
  }, rehearsedOrder(rehearsal));
  const why = await explained(run.plan, result, session, isSimulated(session.port));
  const recorded = await record.value.end(result, why);
  if (why !== undefined) {
    // What was done before the fault is told too: a script must know where the chip stands.
    context.io.attach({ ...report, result: viewResult(result) });
    return err(why);
  }
  if (!recorded.ok) return recorded;
  return ok({ ...report, result: viewResult(result) });
}

const sayUnconfirmed = (unconfirmed: Fault, because: VoidConfirmation | undefined): Fault =>
  unconfirmed.code === 'plan/not-confirmed' && because !== undefined ? fault('plan/confirmation-void', { object: unconfirmed.data.object, because }) : unconfirmed;

function tellReview({ io }: Context, { rehearsal }: Reviewed): void {
  for (const warning of rehearsal.warnings) warn(io, sayLine(warning));
  for (const rehearsed of rehearsal.steps) {
    const { title, changes, note, irreversibleBecause } = viewStep(rehearsed);
    progress(io, `${rehearsed.state}: ${title}`);
    for (const { field, before, after } of changes) progress(io, `    ${field}: ${before.says} → ${after.says}`);
    if (irreversibleBecause !== undefined) progress(io, `    irreversible: ${irreversibleBecause}`);
    if (note !== undefined) progress(io, rehearsed.state === 'not-rehearsable' ? `    cannot be tried in advance: ${note}` : `    note: ${note}`);
    if (rehearsed.assumes !== undefined) progress(io, `    assumed: ${rehearsed.assumes}`);
    if (rehearsed.fault !== undefined) progress(io, `    refused: ${sayLine(rehearsed.fault)}`);
  }
}
