import { readObjectsOf } from '../../../core/chip/exchange/wholeChip.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { allFrom } from '../../../core/plan/planWithMaterials.ts';
import { planImport, type Import, type ImportedObject } from '../../../core/plan/importPlan.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { readChipPath } from '../../files/archive/chipFile.ts';
import { nodeClock } from '../../serial/clock.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import type { Action, Answered } from '../command.ts';
import { withChip, type Context, type Session } from '../context.ts';
import { readConfirmed, readInput } from '../inputs.ts';
import { exitCodes, progress, warn } from '../io.ts';
import type { PlanReport } from '../../app/run/index.ts';
import { planCommand } from '../runPlanCommand.ts';

interface ImportOptions {
  readonly in: string;
  readonly dryRun?: boolean;
  readonly yesLock?: readonly string[];
}

type Shown = 'done' | 'planned' | 'unchanged' | 'refused' | 'left-out';

/** Finds objects whose content was written but could not be read back. */
function unproved(report: PlanReport | undefined): ReadonlySet<string> {
  const steps = report?.result?.steps ?? [];
  return new Set(steps.filter(({ state }) => state === 'unproved').map(({ object }) => object));
}

function view({ id, name, state, does, why }: ImportedObject, ran: boolean, notProved: ReadonlySet<string>) {
  const object = formatOid(id);
  const shown: Shown = state === 'planned' && ran ? 'done' : state;
  return { id: object, name, state: shown, does, why: [...why, ...(notProved.has(object) ? ['Written, but not proved: it cannot be read back.'] : [])] };
}

const sayObject = ({ id, name, state, does, why }: ReturnType<typeof view>): string =>
  [`${state}: ${id} ${name}`, does.length > 0 ? ` (${does.join(', ')})` : '', why.length > 0 ? `: ${why.join(' ')}` : ''].join('');

function answerOf(made: Import, file: string, chipId: string, dryRun: boolean, report: PlanReport | undefined): Answered {
  const objects = made.objects.map((object) => view(object, !dryRun, unproved(report)));
  const count = (state: Shown): number => objects.filter((object) => object.state === state).length;
  const counts = { done: count('done'), planned: count('planned'), unchanged: count('unchanged'), refused: count('refused'), leftOut: count('left-out') };
  const sum = `${file}: ${dryRun ? `${counts.planned} would be done` : `${counts.done} done`}, ${counts.unchanged} unchanged, ${counts.refused} refused, ${counts.leftOut} left out`;
  return {
    json: { file, chipId, dryRun, ...counts, objects, ...(report === undefined ? {} : { rehearsal: report.rehearsal, ...(report.result === undefined ? {} : { result: report.result }) }) },
    lines: [...objects.filter(({ state }) => state !== 'unchanged').map(sayObject), sum],
    exitCode: counts.refused > 0 ? exitCodes.failed : exitCodes.done,
  };
}

/** Writes refusals to stderr when the lines are not shown, so that they are in a script's log. */
function tellRefused({ io }: Context, { objects }: Import): void {
  if (!io.json && !io.quiet) return;
  for (const { id, state, why } of objects) if (state === 'refused') warn(io, `refused: ${formatOid(id)}: ${why.join(' ')}`);
}

async function run(context: Context, session: Session, made: Import, confirmed: readonly string[], dryRun: boolean, file: string): Promise<Result<PlanReport | undefined>> {
  if (made.plan === undefined) return ok(undefined);
  progress(context.io, `${made.plan.steps.length} steps`);
  return planCommand(context, session, { plan: made.plan, materials: new Map(), files: allFrom(made.plan, file), confirmed }, dryRun);
}

/** Writes a file's content to the chip by a plan: it is rehearsed first, locks need a confirmation, each object gets a report. */
export const importChip: Action<ImportOptions> = async (context, options) => {
  const file = await readChipPath(options.in, readInput);
  if (!file.ok) return file;
  const confirmed = readConfirmed(options.yesLock);
  if (!confirmed.ok) return confirmed;
  return withChip(context, async (session) => {
    const whole = await readObjectsOf(session.chip, session.identity, file.value);
    if (!whole.ok) return whole;
    const { snapshot } = whole.value;
    const made = await planImport(file.value, snapshot, { random: nodeRandomness, clock: nodeClock });
    const dryRun = options.dryRun === true;
    const report = await run(context, session, made, confirmed.value, dryRun, file.value.file);
    if (!report.ok) return report;
    tellRefused(context, made);
    return ok(answerOf(made, file.value.file, snapshot.uid.chipId, dryRun, report.value));
  });
};
