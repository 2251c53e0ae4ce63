import { basename } from 'node:path';
import type { Secret } from '../../../core/bytes/secret.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { neededMaterials } from '../../../core/plan/neededMaterials.ts';
import { decodePlan } from '../../../core/plan/planFile.ts';
import { allFrom, type FileNames } from '../../../core/plan/planWithMaterials.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { sayMissing, secretObjectsOf } from '../../app/run/index.ts';
import { confirmedBy } from '../../journal/confirm.ts';
import type { Action } from '../command.ts';
import { withChip } from '../context.ts';
import { readConfirmed, readSecret, readText } from '../inputs.ts';
import { journalOf } from '../journalOf.ts';
import { readMaterials, readNames } from '../materials.ts';
import { planCommand, sayDryRun } from '../runPlanCommand.ts';

interface RunOptions {
  readonly dryRun?: boolean;
  readonly yesLock?: readonly string[];
  readonly material?: readonly string[];
  readonly secret?: string;
}

const usage = (message: string): Result<never> => err(fault('usage/bad-option', { message }));

/** Names the files of the contents: the plan file itself, and the files that were given for materials. */
function filesOf(plan: Plan, path: string, names: ReadonlyMap<string, string>, found: ReadonlyMap<string, Secret>): FileNames {
  const given = neededMaterials(plan).filter(({ name }) => found.has(name));
  return new Map([...allFrom(plan, path), ...given.map(({ name, step }) => [step.id, [path, names.get(name) ?? name]] as const)]);
}

/** Reads the secret that the rehearsal assumes in the chip. There is one secret, for the one object that the data sets name. */
async function readAssumedSecrets(plan: Plan, path: string | undefined): Promise<Result<ReadonlyMap<Oid, Secret>>> {
  if (path === undefined) return ok(new Map<Oid, Secret>());
  const objects = secretObjectsOf(plan);
  const [object] = objects;
  if (object === undefined) return usage('--secret: no data set of this plan is encrypted.');
  if (objects.length > 1) return usage(`--secret: the data sets of this plan name the secrets of several objects (${objects.map(formatOid).join(', ')}).`);
  const secret = await readSecret(path);
  return secret.ok ? ok(new Map([[object, secret.value]])) : secret;
}

export const run: Action<RunOptions> = async (context, options, [path = '']) => {
  const text = await readText(path);
  if (!text.ok) return text;
  const plan = decodePlan(text.value, basename(path));
  if (!plan.ok) return plan;
  const typed = readConfirmed(options.yesLock);
  if (!typed.ok) return typed;
  const names = readNames(neededMaterials(plan.value), options.material ?? []);
  if (!names.ok) return names;
  const materials = await readMaterials(plan.value, path, names.value);
  if (!materials.ok) return materials;
  const assumed = await readAssumedSecrets(plan.value, options.secret);
  if (!assumed.ok) return assumed;
  const sealed = await confirmedBy(plan.value, materials.value, journalOf(context));
  if (!sealed.ok) return sealed;
  const confirmed = [...typed.value, ...sealed.value.objects];
  const found = materials.value;
  return withChip(context, async (session) => {
    const report = await planCommand(context, session, { plan: plan.value, materials: found, assumedSecrets: assumed.value, files: filesOf(plan.value, path, names.value, found), confirmed, voidConfirmation: sealed.value.void, from: 'saved' }, options.dryRun === true);
    for (const secret of assumed.value.values()) secret.wipe();
    if (!report.ok) return err(sayMissing(report.fault, plan.value, found));
    return ok({ json: report.value, lines: [options.dryRun === true ? sayDryRun(report.value.rehearsal) : `done: ${plan.value.title}`] });
  });
};
