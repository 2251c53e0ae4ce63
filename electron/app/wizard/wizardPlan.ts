import type { Randomness } from '../../../core/bridge/bytePort.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { Secret } from '../../../core/bytes/secret.ts';
import type { ChipSnapshot } from '../../../core/chip/snapshot.ts';
import type { WizardAnswers } from '../../../core/contract/wizard.ts';
import { keyUsageByte } from '../../../core/objects/codes.ts';
import type { Oid } from '../../../core/objects/oid.ts';
import { joinFragments } from '../../../core/plan/fragments.ts';
import type { Input, Plan } from '../../../core/plan/step.ts';
import { wizardPlan, type Provisioning } from '../../../core/plan/wizard.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { buildDataSet, type BuiltDataSet } from '../../../core/update/dataSet.ts';
import type { DataSetSpec } from '../../../core/update/buildSpec.ts';
import { prepareAnswers, secretName, sendsKey } from './wizardAnswers.ts';
import { findProblems } from './wizardProblems.ts';
import { oidOf, type WizardState } from './wizardState.ts';
import { resolved } from './wizardView.ts';

const label = 'Confidentiality';
const seedLength = 64;
export const fragmentsName = 'data set of the key';
export const aesName = 'AES key';

export interface PlanWithMaterials {
  readonly plan: Plan;
  readonly materials: ReadonlyMap<string, Secret>;
  /** The materials were typed in the window: it has them already. */
  readonly typed?: true;
  /** What objects of the chip are taken to hold in the rehearsal: the secret of an encrypted data set. Wiped after it. */
  readonly known?: ReadonlyMap<Oid, Secret>;
}

function dataSetSpec(answers: WizardAnswers, state: WizardState, random: Randomness): Result<DataSetSpec> {
  const key = state.device.key?.key ?? state.device.aes?.key;
  const signer = state.integrity.key?.key;
  if (key === undefined || signer === undefined) {
    return err(fault('wizard/missing', { what: key === undefined ? 'The device key' : 'The integrity key', why: key === undefined ? 'It is the key that the data set brings into the chip.' : 'It signs the data set.', todo: 'Drop its file on the window, or choose it.' }));
  }
  const spec: DataSetSpec = {
    target: oidOf(answers.target, '0xE0F1'),
    trustAnchor: oidOf(answers.anchorObject, '0xE0E3'),
    payloadVersion: answers.payloadVersion,
    payload: { kind: 'key', key, usage: keyUsageByte(answers.keyUsage) },
    signer,
  };
  if (!answers.confidentiality || state.secret === undefined) return ok(spec);
  const secret = oidOf(answers.secretObject, '0xF1D1');
  return ok({ ...spec, confidentiality: { secret, value: state.secret.secret, label: utf8(label), seed: random(seedLength) } });
}

function provisioning(answers: WizardAnswers, state: WizardState, built: BuiltDataSet, fragments: Input): Provisioning | undefined {
  const { aes } = state.device;
  const { manifest } = built;
  if (aes !== undefined) {
    // Without the usage "encryption" the chip does nothing with it that could be compared.
    const known = { kind: 'material', name: aesName, length: aes.key.secret.length } as const;
    return { manifest, fragments, ...(answers.keyUsage.includes('encryption') ? { known } : {}) };
  }
  const certificate = state.device.certificate?.certificate.der;
  if (certificate === undefined) return undefined;
  return {
    certificateObject: oidOf(answers.certificateObject, '0xE0E1'),
    certificate,
    identityTag: answers.identityTag,
    manifest,
    fragments,
  };
}

const copyOf = (secret: Secret): Secret => secret.open((bytes) => new Secret(bytes.slice()));

/** The plan that the answers ask for, with the secrets that it names. Refused with the first open problem. */
export function planOfWizard(state: WizardState, snapshot: ChipSnapshot, random: Randomness): Result<PlanWithMaterials> {
  const answers = resolved(state.answers, snapshot);
  const [problem] = findProblems(answers, state, snapshot);
  if (problem !== undefined) return err(problem.fault);
  const materials = new Map<string, Secret>();
  if (answers.confidentiality && state.secret !== undefined) materials.set(secretName, copyOf(state.secret.secret));
  const prepare = prepareAnswers(answers, state);
  if (!sendsKey(answers)) return ok({ plan: wizardPlan(prepare, snapshot), materials });
  const spec = dataSetSpec(answers, state, random);
  if (!spec.ok) return spec;
  const built = buildDataSet(spec.value);
  if (!built.ok) return built;
  const joined = joinFragments(built.value.fragments);
  for (const fragment of built.value.fragments) fragment.fill(0);
  const encrypted = spec.value.confidentiality !== undefined;
  // Without encryption the fragments hold the private key in clear: they are material, not part of the plan.
  if (!encrypted) materials.set(fragmentsName, new Secret(joined));
  const { aes } = state.device;
  if (aes !== undefined) materials.set(aesName, copyOf(aes.key.secret));
  const fragments: Input = encrypted ? { kind: 'inline', bytes: joined } : { kind: 'material', name: fragmentsName, length: joined.length };
  return ok({ plan: wizardPlan(prepare, snapshot, provisioning(answers, state, built.value, fragments)), materials });
}
