import { errorMeaning } from '../apdu/status.ts';
import type { Secret } from '../bytes/secret.ts';
import type { ChipSnapshot, ObjectSnapshot } from '../chip/snapshot.ts';
import { formatOid, type Oid } from '../objects/oid.ts';
import { fault, type Fault } from '../result/fault.ts';
import { checkDataSet } from '../update/checkDataSet.ts';
import { manifestOf } from './manifestOf.ts';
import { predictUpdate } from '../update/predict.ts';
import { splitFragments } from './fragments.ts';
import { proofRefusal } from './proofRefusal.ts';
import type { Plan, Step, StepOf } from './step.ts';

type SendDataSet = StepOf<'send-data-set'>;
type Prove = StepOf<'prove-key' | 'prove-aes'>;

const isProof = (step: Step): step is Prove => step.kind === 'prove-key' || step.kind === 'prove-aes';

/** The target already has the version of this data set. */
function sentAlready(step: SendDataSet, snapshot: ChipSnapshot): boolean {
  const manifest = manifestOf(step.manifest);
  const present = snapshot.objects.get(step.target)?.metadata.find(({ tag }) => tag === 0xc1)?.value;
  if (!manifest.ok || present === undefined) return false;
  return ((present[0] ?? 0) << 8) + (present[1] ?? 0) === manifest.value.payloadVersion;
}

/** Whether a key from an interrupted run is proved later. Only the proof on the chip can check that key, not a twin. */
export const settledLater = (step: Step, plan: Plan, snapshot: ChipSnapshot): boolean =>
  step.kind === 'send-data-set' && sentAlready(step, snapshot) && plan.steps.some((other) => isProof(other) && other.key === step.target);

/** The unreadable secret that a data set needs and this plan does not write: only the chip can decrypt with it. */
function unknownSecret(step: SendDataSet, plan: Plan, snapshot: ChipSnapshot, assumedSecrets: ReadonlyMap<Oid, Secret>): Oid | undefined {
  const manifest = manifestOf(step.manifest);
  const secret = manifest.ok ? manifest.value.confidentiality?.secret : undefined;
  if (secret === undefined || assumedSecrets.has(secret) || snapshot.objects.get(secret)?.data !== undefined) return undefined;
  return plan.steps.some((other) => other.kind === 'write-object' && other.object === secret) ? undefined : secret;
}

/** The unreadable trust anchor that a data set needs and this plan does not write: only the chip can verify with it. */
function unknownAnchor(step: SendDataSet, plan: Plan, snapshot: ChipSnapshot): Oid | undefined {
  const manifest = manifestOf(step.manifest);
  const anchor = manifest.ok ? snapshot.objects.get(manifest.value.trustAnchor) : undefined;
  if (anchor === undefined || anchor.data !== undefined) return undefined;
  return plan.steps.some((other) => other.kind === 'write-object' && other.object === anchor.id) ? undefined : anchor.id;
}

/** The assumption when an encrypted data set is tried with a given secret, because the chip's secret is unreadable. */
export function assumedSecret(step: Step, snapshot: ChipSnapshot, assumedSecrets: ReadonlyMap<Oid, Secret>): string | undefined {
  if (step.kind !== 'send-data-set' || sentAlready(step, snapshot)) return undefined;
  const manifest = manifestOf(step.manifest);
  const secret = manifest.ok ? manifest.value.confidentiality?.secret : undefined;
  if (secret === undefined || !assumedSecrets.has(secret) || snapshot.objects.get(secret)?.data !== undefined) return undefined;
  return `It was rehearsed with the secret that you gave. Only the chip can show whether ${formatOid(secret)} holds the same secret.`;
}

/** Whether a step of the plan writes the key that the proof needs. */
const bringsKey = ({ key }: Prove, plan: Plan): boolean =>
  plan.steps.some((other) => (other.kind === 'send-data-set' && other.target === key) || (other.kind === 'generate-key' && other.key === key));

function whyProofUntried({ key }: Prove, plan: Plan, snapshot: ChipSnapshot, assumedSecrets: ReadonlyMap<Oid, Secret>): string | undefined {
  const sent = plan.steps.filter((other) => other.kind === 'send-data-set' && other.target === key && !sentAlready(other, snapshot));
  if (sent.length === 0) return `The key that is in ${formatOid(key)} now cannot be copied to a twin.`;
  const untried = sent.some((other) => whyUntried(other, plan, snapshot, assumedSecrets) !== undefined);
  return untried ? `It uses the key that an earlier step sends to ${formatOid(key)}, and that step cannot be rehearsed either.` : undefined;
}

/** Why a step can't be tried on a twin; undefined when it can. @param assumedSecrets secrets that the chip is assumed to hold */
export function whyUntried(step: Step, plan: Plan, snapshot: ChipSnapshot, assumedSecrets: ReadonlyMap<Oid, Secret>): string | undefined {
  if (isProof(step)) return whyProofUntried(step, plan, snapshot, assumedSecrets);
  if (step.kind !== 'send-data-set' || sentAlready(step, snapshot)) return undefined;
  const anchor = unknownAnchor(step, plan, snapshot);
  if (anchor !== undefined) return `The certificate in ${formatOid(anchor)} cannot be read: only the chip can show whether it verifies the data set.`;
  const secret = unknownSecret(step, plan, snapshot, assumedSecrets);
  return secret === undefined ? undefined : `The secret in ${formatOid(secret)} cannot be read: only the chip can show whether it decrypts the data set.`;
}

/**
 * The refusal that is certain for a step that can't be tried. For a proof: no key exists that could prove anything.
 * For a data set: the fragments do not belong to the manifest, or the chip refuses it with any secret. The inspection
 * of data sets uses the same rules.
 * @param objects their state just before the step
 */
export function certainRefusal(step: Step, plan: Plan, objects: ReadonlyMap<Oid, ObjectSnapshot>, snapshot: ChipSnapshot): Fault | undefined {
  if (isProof(step)) return bringsKey(step, plan) ? undefined : proofRefusal(step, objects, snapshot);
  if (step.kind !== 'send-data-set') return undefined;
  const manifest = manifestOf(step.manifest);
  if (!manifest.ok) return manifest.fault;
  const checked = step.fragments.kind === 'inline' ? checkDataSet({ manifest: step.manifest, fragments: splitFragments(step.fragments.bytes) }, {}) : undefined;
  const broken = checked?.ok === true ? checked.value.problems[0] : undefined;
  if (broken !== undefined) return broken;
  const { verdict, status = 0, why, todo } = predictUpdate(manifest.value, {
    family: snapshot.uid.family,
    uid: snapshot.uid.raw,
    object: (id) => objects.get(id) ?? snapshot.objects.get(id),
    access: snapshot,
  });
  if (verdict !== 'refused') return undefined;
  return fault('chip/refused', { command: 'SetObjectProtected (start)', object: formatOid(step.target), status, meaning: errorMeaning(status), why, todo });
}
