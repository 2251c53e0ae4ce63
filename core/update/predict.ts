import { equal } from '../bytes/bytes.ts';
import { formatOid } from '../objects/oid.ts';
import { neverTarget } from './buildSpec.ts';
import type { Manifest } from './manifest.ts';
import { checkAccess, checkAnchor, checkKind, checkMetadataUpdate, checkSecret, checkVersion } from './predictChecks.ts';
import { accepted, refused, type Check, type ChipView, type Prediction } from './prediction.ts';

export type { ChipView, Prediction } from './prediction.ts';

const checkManifest: Check = ({ componentId, target, trustAnchor, payload, confidentiality }, { family, uid, object }) => {
  if (componentId.length > 0 && !equal(componentId, uid.subarray(0, 25))) {
    return refused(0x0f, 'The data set is for another chip: its component id is not this chip\'s UID.', 'Plug in the chip that it was built for, or build it for this one.');
  }
  if (family === 'trust-m-v1' && (payload.kind !== 'data' || confidentiality !== undefined)) {
    const what = payload.kind === 'data' ? 'encrypted payloads' : `${payload.kind} updates`;
    return refused(0x0f, `This is a Trust M V1; it knows no ${what}.`, 'Use a Trust M V3 chip, or an unencrypted data update.');
  }
  if (neverTarget(target)) return refused(0x07, `${formatOid(target)} cannot be updated.`, 'Build the data set for another object.');
  if (object(target) === undefined) return refused(0x01, `The chip has no object ${formatOid(target)}.`, 'Build the data set for another object.');
  if (trustAnchor === target) return refused(0x07, 'Trust anchor and target are the same object.', 'Build the data set with another trust anchor.');
  return undefined;
};

/** In the order of core/update/README.md, "What the chip checks". The first check with an answer decides. */
const checks: readonly Check[] = [checkManifest, checkAnchor, checkAccess, checkSecret, checkVersion, checkMetadataUpdate, checkKind];

/**
 * Predicts the chip's answer to this manifest without sending it. A later refusal overrides an earlier "unknown",
 * because the chip refuses in either case.
 */
export function predictUpdate(manifest: Manifest, chip: ChipView): Prediction {
  const answers = checks.map((check) => check(manifest, chip)).filter((answer) => answer !== undefined);
  return answers.find(({ verdict }) => verdict === 'refused') ?? answers[0] ?? accepted;
}
