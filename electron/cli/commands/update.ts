import type { Chip } from '../../../core/chip/chip.ts';
import { readMetadata } from '../../../core/chip/read.ts';
import { version } from '../../../core/objects/metadata.ts';
import { formatOid, type Oid } from '../../../core/objects/oid.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { Manifest } from '../../../core/update/manifest.ts';
import { dataSetPlan } from '../../app/datasets/index.ts';
import type { PlanWithMaterials } from '../../../core/plan/planWithMaterials.ts';
import type { Action, Answered } from '../command.ts';
import { readDataSet } from '../dataSetFiles.ts';
import { withChip, type Context, type Session } from '../context.ts';
import { readConfirmed, readSecret, requireOid } from '../inputs.ts';
import { warn } from '../io.ts';
import type { PlanReport } from '../../app/run/index.ts';
import { planCommand } from '../runPlanCommand.ts';

interface UpdateOptions {
  readonly id: string;
  /** One file, a manifest and its fragments, or a folder that contains them. */
  readonly file: readonly string[];
  readonly secret?: string;
  readonly yesLock?: readonly string[];
  readonly dryRun?: boolean;
}

type Made = PlanWithMaterials & { readonly warnings: readonly string[] };

interface Asked {
  readonly made: Made;
  readonly manifest: Manifest;
  readonly confirmed: readonly string[];
}

/** Makes the plan, with all checks that need no chip. */
async function readUpdate({ io }: Context, { id, file: files, secret, yesLock }: UpdateOptions): Promise<Result<Asked>> {
  const object = requireOid(id);
  if (!object.ok) return object;
  const confirmed = readConfirmed(yesLock);
  if (!confirmed.ok) return confirmed;
  const set = await readDataSet(io, files);
  if (!set.ok) return set;
  const { dataSet, manifest, file } = set.value;
  if (dataSet.fragments.length === 0) return err(fault('update/no-fragments', { file }));
  const { target } = manifest;
  if (target !== object.value) return err(fault('plan/other-target', { file, target: formatOid(target), asked: formatOid(object.value) }));
  const value = secret === undefined ? ok(undefined) : await readSecret(secret);
  if (!value.ok) return value;
  const made = dataSetPlan(dataSet, file, value.value);
  value.value?.wipe();
  return made.ok ? ok({ made: made.value, manifest, confirmed: confirmed.value }) : made;
}

/** The result of a dry run. It says "would be accepted" only if the data set was tried on the twin. */
const sayForecast = ({ verdict, steps }: PlanReport['rehearsal']): string =>
  verdict === 'passed' ? 'would be accepted' : `may be accepted; it is not certain: ${steps.map(({ assumes, note }) => assumes ?? note).find((why) => why !== undefined) ?? ''}`;

const versionOf = async (chip: Chip, object: Oid): Promise<Result<number>> => {
  const metadata = await readMetadata(chip, object);
  return metadata.ok ? ok(version(metadata.value).version) : metadata;
};

async function send(context: Context, session: Session, { made, manifest, confirmed }: Asked, dryRun: boolean): Promise<Result<Answered>> {
  const { target } = manifest;
  const id = formatOid(target);
  const before = await versionOf(session.chip, target);
  if (!before.ok) return before;
  const report = await planCommand(context, session, { ...made, confirmed }, dryRun);
  if (!report.ok) return report;
  const after = await versionOf(session.chip, target);
  if (!after.ok) return after;
  const [outcome] = report.value.result?.steps ?? [];
  const versions = { before: before.value, after: after.value };
  if (dryRun) {
    const there = report.value.rehearsal.steps[0]?.rehearsal === 'already-done';
    const json = { id, version: versions, verified: false, rehearsal: report.value.rehearsal };
    return ok({ json, lines: [`${id} ${there ? `already has version ${before.value} with this content` : sayForecast(report.value.rehearsal)}`] });
  }
  const updated = `updated: version ${versions.before} → ${versions.after}`;
  if (outcome?.state === 'unproved') return ok({ json: { id, version: versions, verified: false }, lines: [`${id} ${updated}; not proved: ${outcome.says ?? ''}`] });
  const line = outcome?.state === 'done' ? `${updated}, verified` : `already has version ${versions.after} with this content; nothing was sent`;
  return ok({ json: { id, version: versions, verified: true }, lines: [`${id} ${line}`] });
}

export const update: Action<UpdateOptions> = async (context, options) => {
  const asked = await readUpdate(context, options);
  if (!asked.ok) return asked;
  const { made } = asked.value;
  for (const warning of made.warnings) warn(context.io, warning);
  const answer = await withChip(context, (session) => send(context, session, asked.value, options.dryRun === true));
  for (const secret of [...made.materials.values(), ...(made.assumedSecrets?.values() ?? [])]) secret.wipe();
  return answer;
};
