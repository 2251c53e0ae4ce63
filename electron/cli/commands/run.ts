import { basename } from 'node:path';
import { Secret } from '../../../core/bytes/secret.ts';
import { decodePlan } from '../../../core/plan/planFile.ts';
import type { Input, Plan } from '../../../core/plan/step.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import { parseDataSetText } from '../../../core/update/text.ts';
import { joinFragments } from '../../../core/plan/fragments.ts';
import { parseSecret } from '../../app/material/index.ts';
import type { Action } from '../command.ts';
import { withChip } from '../context.ts';
import { readBeside, readConfirmed, readText } from '../inputs.ts';
import { runPlanCommand, sayDryRun } from '../runPlanCommand.ts';

interface RunOptions {
  readonly dryRun?: boolean;
  readonly yesLock?: readonly string[];
  readonly material?: readonly string[];
}

type Needed = Extract<Input, { kind: 'material' }> & { readonly dataSet: boolean };

const neededOf = (plan: Plan): Needed[] =>
  plan.steps.flatMap((step): Needed[] => {
    if (step.kind === 'write-object' && step.content.kind === 'material') return [{ ...step.content, dataSet: false }];
    if (step.kind === 'send-data-set' && step.fragments.kind === 'material') return [{ ...step.fragments, dataSet: true }];
    return [];
  });

/** Files for the names that a plan uses: NAME=FILE of --material, else a file of that name, here or beside the plan. */
async function readMaterials(plan: Plan, planPath: string, given: readonly string[]): Promise<Result<Map<string, Secret>>> {
  const named = new Map(given.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
  const materials = new Map<string, Secret>();
  for (const { name, dataSet } of neededOf(plan)) {
    const bytes = await readBeside(named.get(name) ?? name, planPath);
    // A missing one is said by the step that needs it: when that step is done already, nothing is missing.
    if (!bytes.ok) continue;
    const secret = dataSet ? fragmentsOf(bytes.value, name) : parseSecret(bytes.value, name);
    if (!secret.ok) return secret;
    materials.set(name, secret.value);
  }
  return ok(materials);
}

function fragmentsOf(bytes: Uint8Array, name: string): Result<Secret> {
  const parsed = parseDataSetText(new TextDecoder().decode(bytes), name);
  return parsed.ok ? ok(new Secret(joinFragments(parsed.value.dataSet.fragments))) : parsed;
}

export const run: Action<RunOptions> = async (context, options, [path = '']) => {
  const text = await readText(path);
  if (!text.ok) return text;
  const plan = decodePlan(text.value, basename(path));
  if (!plan.ok) return plan;
  const typed = readConfirmed(options.yesLock);
  if (!typed.ok) return typed;
  const materials = await readMaterials(plan.value, path, options.material ?? []);
  if (!materials.ok) return materials;
  const confirmed = [...typed.value, ...(plan.value.confirmed ?? [])];
  return withChip(context, async (session) => {
    const report = await runPlanCommand(context, session, { plan: plan.value, materials: materials.value, confirmed, dryRun: options.dryRun === true });
    if (!report.ok) return report;
    return ok({ json: report.value, lines: [options.dryRun === true ? sayDryRun(report.value.rehearsal) : `done: ${plan.value.title}`] });
  });
};
