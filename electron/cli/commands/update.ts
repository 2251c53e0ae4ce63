import { basename } from 'node:path';
import { readMetadata } from '../../../core/chip/read.ts';
import { version } from '../../../core/objects/metadata.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok } from '../../../core/result/result.ts';
import { parseManifest } from '../../../core/update/manifest.ts';
import { parseDataSetText } from '../../../core/update/text.ts';
import { dataSetPlan } from '../../app/datasets/index.ts';
import type { Action } from '../command.ts';
import { withChip } from '../context.ts';
import { readText, requireOid } from '../inputs.ts';
import { warn } from '../io.ts';
import { runPlanCommand } from '../runPlanCommand.ts';

interface UpdateOptions {
  readonly id: string;
  readonly file: string;
  readonly dryRun?: boolean;
}

export const update: Action<UpdateOptions> = async (context, { id, file, dryRun }) => {
  const object = requireOid(id);
  if (!object.ok) return object;
  const text = await readText(file);
  if (!text.ok) return text;
  const parsed = parseDataSetText(text.value, basename(file));
  if (!parsed.ok) return parsed;
  const manifest = parseManifest(parsed.value.dataSet.manifest);
  if (!manifest.ok) return manifest;
  const { target } = manifest.value;
  if (target !== object.value) return err(fault('plan/other-target', { file: basename(file), target: formatOid(target), asked: formatOid(object.value) }));
  const made = dataSetPlan(parsed.value.dataSet, basename(file));
  if (!made.ok) return made;
  for (const warning of made.value.warnings) warn(context.io, warning);
  return withChip(context, async (session) => {
    const before = await readMetadata(session.chip, target);
    if (!before.ok) return before;
    const present = version(before.value);
    const report = await runPlanCommand(context, session, { ...made.value, confirmed: [], dryRun: dryRun === true });
    if (!report.ok) return report;
    const after = await readMetadata(session.chip, target);
    if (!after.ok) return after;
    const [rehearsed] = (report.value.rehearsal as { steps: readonly { rehearsal: string; note?: string }[] }).steps;
    const taken = dryRun === true && rehearsed?.rehearsal === 'already-done' && rehearsed.note !== undefined;
    const [step] = (report.value.result as { steps: readonly { state: string }[] } | undefined)?.steps ?? [];
    if (taken || step?.state === 'unproved') {
      // The chip would refuse it, and nothing shows that it is this data set that is there.
      return err(fault('plan/key-other-version', { object: formatOid(target), version: present.version, wanted: manifest.value.payloadVersion }));
    }
    const versions = { before: version(before.value).version, after: version(after.value).version };
    const json = { id: formatOid(target), version: versions, verified: dryRun !== true, ...(dryRun === true ? { rehearsal: report.value.rehearsal } : {}) };
    const line = dryRun === true ? 'would be taken' : `updated: version ${versions.before} → ${versions.after}, verified`;
    return ok({ json, lines: [`${formatOid(target)} ${line}`] });
  });
};
