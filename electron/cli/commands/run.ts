import { basename } from 'node:path';
import type { Secret } from '../../../core/bytes/secret.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { decodePlan } from '../../../core/plan/planFile.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { parseManifest } from '../../../core/update/manifest.ts';
import { materialOf, neededMaterials, type NeededMaterial } from '../../app/run/index.ts';
import { confirmedBy } from '../../journal/confirm.ts';
import type { Action } from '../command.ts';
import { withChip } from '../context.ts';
import { readBeside, readConfirmed, readSecret, readText } from '../inputs.ts';
import { journalOf } from '../journalOf.ts';
import { planCommand, sayDryRun } from '../runPlanCommand.ts';

interface RunOptions {
  readonly dryRun?: boolean;
  readonly yesLock?: readonly string[];
  readonly material?: readonly string[];
  readonly secret?: string;
}

const usage = (message: string): Result<never> => err(fault('usage/bad-option', { message }));

/** NAME=FILE of --material; a name may hold "=" itself, so the longest that the plan has counts. */
function readNames(needed: readonly NeededMaterial[], given: readonly string[]): Result<Map<string, string>> {
  const names = new Map<string, string>();
  for (const word of given) {
    const name = needed.map((one) => one.name).filter((one) => word.startsWith(`${one}=`)).sort((a, b) => b.length - a.length)[0];
    if (name === undefined) {
      const known = [...new Set(needed.map((one) => one.name))].map((one) => `"${one}"`).join(', ');
      return usage(`--material ${word}: the plan names no such material. ${known === '' ? 'It needs none.' : `It names: ${known}.`}`);
    }
    names.set(name, word.slice(name.length + 1));
  }
  return ok(names);
}

interface Materials {
  readonly found: ReadonlyMap<string, Secret>;
  /** Named by the plan, and no file was given or found. */
  readonly missing: readonly NeededMaterial[];
}

/** Files for the names that a plan uses: NAME=FILE of --material, else a file of that name, here or beside the plan. */
async function readMaterials(plan: Plan, planPath: string, given: readonly string[]): Promise<Result<Materials>> {
  const needed = neededMaterials(plan);
  const names = readNames(needed, given);
  if (!names.ok) return names;
  const found = new Map<string, Secret>();
  const missing: NeededMaterial[] = [];
  for (const one of needed) {
    if (found.has(one.name)) continue;
    const path = names.value.get(one.name);
    const bytes = await readBeside(path ?? one.name, planPath);
    if (!bytes.ok && path !== undefined) return bytes;
    // A missing one is said when a step needs it: when that step is done already, nothing is missing.
    if (!bytes.ok) {
      missing.push(one);
      continue;
    }
    const secret = await materialOf(one, bytes.value, basename(path ?? one.name));
    if (!secret.ok) return secret;
    found.set(one.name, secret.value);
  }
  return ok({ found, missing });
}

/** The objects whose secrets the plan's encrypted data sets name. */
function secretsOf(plan: Plan): ReadonlySet<Oid> {
  const manifests = plan.steps.flatMap((step) => (step.kind === 'send-data-set' ? [parseManifest(step.manifest)] : []));
  return new Set(manifests.flatMap((manifest) => (manifest.ok && manifest.value.confidentiality !== undefined ? [manifest.value.confidentiality.secret] : [])));
}

/** What the chip is taken to hold in the rehearsal: one secret, for the one object that the data sets name. */
async function readKnown(plan: Plan, path: string | undefined): Promise<Result<ReadonlyMap<Oid, Secret>>> {
  if (path === undefined) return ok(new Map<Oid, Secret>());
  const objects = [...secretsOf(plan)];
  const [object] = objects;
  if (object === undefined) return usage('--secret: no data set of this plan is encrypted.');
  if (objects.length > 1) return usage(`--secret: the data sets of this plan name the secrets of several objects (${objects.map(formatOid).join(', ')}).`);
  const secret = await readSecret(path);
  return secret.ok ? ok(new Map([[object, secret.value]])) : secret;
}

/** All that is missing is told at once, not one at each try. */
const sayMissing = (refused: Fault, missing: readonly NeededMaterial[]): Fault =>
  refused.code === 'plan/material-missing' && missing.length > 0
    ? fault('plan/materials-missing', { materials: missing.map(({ name, object, length }) => ({ name, object, bytes: length })) })
    : refused;

export const run: Action<RunOptions> = async (context, options, [path = '']) => {
  const text = await readText(path);
  if (!text.ok) return text;
  const plan = decodePlan(text.value, basename(path));
  if (!plan.ok) return plan;
  const typed = readConfirmed(options.yesLock);
  if (!typed.ok) return typed;
  const materials = await readMaterials(plan.value, path, options.material ?? []);
  if (!materials.ok) return materials;
  const known = await readKnown(plan.value, options.secret);
  if (!known.ok) return known;
  const sealed = await confirmedBy(plan.value, materials.value.found, journalOf(context));
  if (!sealed.ok) return sealed;
  const confirmed = [...typed.value, ...sealed.value.objects];
  const { found, missing } = materials.value;
  return withChip(context, async (session) => {
    const report = await planCommand(context, session, { plan: plan.value, materials: found, known: known.value, confirmed, voidConfirmation: sealed.value.void, from: 'saved' }, options.dryRun === true);
    for (const secret of known.value.values()) secret.wipe();
    if (!report.ok) return err(sayMissing(report.fault, missing));
    return ok({ json: report.value, lines: [options.dryRun === true ? sayDryRun(report.value.rehearsal) : `done: ${plan.value.title}`] });
  });
};
