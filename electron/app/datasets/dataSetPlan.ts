import { Secret } from '../../../core/bytes/secret.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { joinFragments } from '../../../core/plan/fragments.ts';
import type { Input } from '../../../core/plan/step.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { checkDataSet } from '../../../core/update/checkDataSet.ts';
import type { DataSet } from '../../../core/update/dataSet.ts';
import { parseDataSetText } from '../../../core/update/text.ts';
import { allFrom, type PlanWithMaterials } from '../../../core/plan/planWithMaterials.ts';

/**
 * Makes the plan that sends one data set. An inconsistent data set is refused here, without a chip.
 * @param secret the secret that encrypts the data set. With it, the rehearsal can try the data set, and a wrong secret is refused
 */
export function dataSetPlan(dataSet: DataSet, file: string, secret?: Secret): Result<PlanWithMaterials & { readonly warnings: readonly string[] }> {
  const report = checkDataSet(dataSet, secret === undefined ? {} : { secret });
  if (!report.ok) return report;
  const { manifest, problems, payload } = report.value;
  payload?.fill(0);
  const [broken] = problems;
  if (broken !== undefined) return err(broken);
  const joined = joinFragments(dataSet.fragments);
  // An unencrypted key is a secret, so the plan names it but does not contain it.
  const open = manifest.payload.kind === 'key' && manifest.confidentiality === undefined;
  const fragments: Input = open ? { kind: 'material', name: file, length: joined.length } : { kind: 'inline', bytes: joined };
  if (joined.length === 0) return err(fault('file/empty', { file }));
  const plan = {
    title: `Update ${formatOid(manifest.target)} from ${file}`,
    steps: [{ id: 'update', kind: 'send-data-set', target: manifest.target, manifest: dataSet.manifest, fragments } as const],
  };
  const { confidentiality } = manifest;
  const assumedSecrets = secret === undefined || confidentiality === undefined ? {} : { assumedSecrets: new Map([[confidentiality.secret, secret.copy()]]) };
  const warnings = open ? [`The key in ${file} is not encrypted: it can be read on the wire.`] : [];
  return ok({ plan, materials: new Map(open ? [[file, new Secret(joined)]] : []), sends: true, warnings, files: allFrom(plan, file), ...assumedSecrets });
}

/** Makes the plan for a data set file of any text form. */
export function dataSetFilePlan(bytes: Uint8Array, file: string): Result<PlanWithMaterials & { readonly warnings: readonly string[] }> {
  const text = parseDataSetText(new TextDecoder().decode(bytes), file);
  if (!text.ok) return text;
  const made = dataSetPlan(text.value.dataSet, file);
  for (const fragment of text.value.dataSet.fragments) fragment.fill(0);
  return made;
}
