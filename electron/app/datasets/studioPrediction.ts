import type { Clock, Randomness } from '../../../core/bridge/bytePort.ts';
import type { Secret } from '../../../core/bytes/secret.ts';
import type { PredictionView } from '../../../core/contract/datasets.ts';
import { formatOid } from '../../../core/objects/oid.ts';
import { rehearse } from '../../../core/plan/rehearse.ts';
import { isUntried, type Rehearsal } from '../../../core/plan/rehearsal.ts';
import { raw } from '../../../core/result/words/chip.ts';
import type { DataSet } from '../../../core/update/dataSet.ts';
import type { Manifest } from '../../../core/update/manifest.ts';
import { predictUpdate } from '../../../core/update/predict.ts';
import { faultView } from '../faultView.ts';
import { offered } from '../../../core/plan/wizard/offered.ts';
import { dataSetPlan } from './dataSetPlan.ts';
import type { StudioChip } from './studioChip.ts';

export interface PredictionParts {
  readonly random: Randomness;
  readonly clock: Clock;
}

/** A data set in the form in which it would be sent. */
export interface ToPredict {
  readonly dataSet: DataSet;
  readonly manifest: Manifest;
  /** The secret that encrypts the data set; undefined when it was not given. */
  readonly secret?: Secret | undefined;
}

/** Proposes answers for the wizard, if the wizard offers these objects. */
function preparedBy({ target, trustAnchor, confidentiality, payload }: Manifest): Pick<PredictionView, 'prepare'> {
  if (!offered.targets.includes(target) || !offered.anchors.includes(trustAnchor)) return {};
  const secret = confidentiality?.secret;
  return { prepare: { target: formatOid(target), anchorObject: formatOid(trustAnchor), ...(secret === undefined ? {} : { secretObject: formatOid(secret) }), metadata: payload.kind === 'metadata' } };
}

/** Predicts from the manifest alone. */
function byRules(manifest: Manifest, { identity, chipId, object }: StudioChip): PredictionView {
  const { uid } = identity;
  const { verdict, status, why, todo, remedy } = predictUpdate(manifest, { family: uid.family, uid: uid.raw, object, access: identity });
  return { verdict, chipId, why, todo, ...(status === undefined ? {} : { raw: raw(status) }), ...(remedy === undefined ? {} : preparedBy(manifest)) };
}

/** Converts the rehearsal of the sending plan to a prediction. */
function byRehearsal({ verdict, steps }: Rehearsal, chipId: string): PredictionView {
  const refusal = steps.find(({ fault }) => fault !== undefined)?.fault;
  if (refusal !== undefined) {
    const { why, todo, raw: code } = faultView(refusal);
    return { verdict: 'refused', chipId, why, todo, ...(code === undefined ? {} : { raw: code }) };
  }
  if (verdict === 'passed') return { verdict: 'accepted', chipId, why: '', todo: '' };
  const open = steps.find(isUntried);
  return { verdict: 'unknown', chipId, why: open?.assumes ?? open?.note ?? '', todo: '' };
}

/**
 * Predicts whether this chip accepts a data set. First the rules check the manifest. If they refuse it, they say what to do.
 * Otherwise the data set is rehearsed on a twin, as in the review. Only a data set that passed the rehearsal is called "accepted".
 */
export async function predictionOf({ dataSet, manifest, secret }: ToPredict, chip: StudioChip, { random, clock }: PredictionParts): Promise<PredictionView> {
  const rules = byRules(manifest, chip);
  if (rules.verdict === 'refused' || dataSet.fragments.length === 0) return rules.verdict === 'accepted' ? notWhole(rules) : rules;
  const made = dataSetPlan(dataSet, 'data set', secret);
  // An inconsistent data set is never sent, so the message is about the data set and not about the chip.
  if (!made.ok) return rules.verdict === 'accepted' ? notWhole(rules) : rules;
  const { plan, materials, assumedSecrets } = made.value;
  const rehearsal = await rehearse(plan, { ...chip.identity, objects: chip.objects }, { materials, random, clock, ...(assumedSecrets === undefined ? {} : { assumedSecrets }) });
  for (const one of [...materials.values(), ...(assumedSecrets?.values() ?? [])]) one.wipe();
  const tried = byRehearsal(rehearsal, chip.chipId);
  return tried.verdict === 'accepted' && rules.verdict === 'unknown' ? rules : tried;
}

const notWhole = (rules: PredictionView): PredictionView => ({ ...rules, verdict: 'unknown', why: 'The data set is not complete or not consistent, so it was not rehearsed.', todo: '' });
