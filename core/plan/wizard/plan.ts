import type { Randomness } from '../../bridge/bytePort.ts';
import { utf8 } from '../../bytes/bytes.ts';
import { Secret } from '../../bytes/secret.ts';
import type { ChipSnapshot } from '../../chip/snapshot.ts';
import type { SignerOf } from '../../keys/signer.ts';
import { keyUsageByte } from '../../objects/codes.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import { buildDataSet, type BuiltDataSet } from '../../update/dataSet.ts';
import type { DataSetSpec } from '../../update/buildSpec.ts';
import { joinFragments } from '../fragments.ts';
import type { FileNames, PlanWithMaterials } from '../planWithMaterials.ts';
import type { Input } from '../step.ts';
import type { KeyAnswers, ResolvedAnswers } from './answers.ts';
import type { WizardMaterial } from './material.ts';
import { fileUse, findProblems } from './problems.ts';
import { wizardPlan, type PrepareAnswers, type Provisioning } from './steps.ts';

/** Default parameters of encrypted data sets. */
export const usualLabel = 'Confidentiality';
export const usualSeedLength = 64;

/** Names for the secrets and keys that a plan does not contain. */
export interface MaterialNames {
  readonly secret: string;
  readonly fragments: string;
  readonly aes: string;
}

export const materialNames: MaterialNames = { secret: 'update secret', fragments: 'data set of the key', aes: 'AES key' };

/** What the host provides for building a key's data set. */
export interface PlanTools {
  /** For the seed of an encrypted data set. */
  readonly random: Randomness;
  readonly signerOf: SignerOf;
}


/** The answers with the contents that the steps write; the secret only by its name. */
function preparation(answers: ResolvedAnswers, { integrity, secret }: WizardMaterial, names: MaterialNames): PrepareAnswers {
  const { confidentiality, key: _, ...rest } = answers;
  return {
    ...rest,
    anchorCertificate: integrity.certificate?.certificate.der ?? new Uint8Array(),
    ...(confidentiality === undefined ? {} : { confidentiality: { ...confidentiality, secret: { kind: 'material', name: names.secret, length: secret?.secret.length ?? 0 } } }),
  };
}

function dataSetSpec(answers: ResolvedAnswers, sent: KeyAnswers, { device, integrity, secret }: WizardMaterial, { random, signerOf }: PlanTools): Result<DataSetSpec> {
  const key = device.key?.key ?? device.aes?.key;
  const signer = integrity.key?.key;
  if (key === undefined || signer === undefined) {
    const [what, why] = key === undefined ? (['The device key', fileUse.device.key] as const) : (['The integrity key', fileUse.integrity.key] as const);
    return err(fault('wizard/missing', { what, why, todo: 'Choose its file.' }));
  }
  const { target, anchor: trustAnchor, confidentiality } = answers;
  const spec: DataSetSpec = { target, trustAnchor, payloadVersion: sent.version, payload: { kind: 'key', key, usage: keyUsageByte(sent.usage) }, signer: signerOf(signer) };
  if (confidentiality === undefined || secret === undefined) return ok(spec);
  return ok({ ...spec, confidentiality: { secret: confidentiality.object, value: secret.secret, label: utf8(usualLabel), seed: random(usualSeedLength) } });
}

function provisioning(sent: KeyAnswers, { device }: WizardMaterial, built: BuiltDataSet, fragments: Input, names: MaterialNames): Provisioning | undefined {
  const { aes } = device;
  const { manifest } = built;
  if (aes !== undefined) {
    // Without the usage "encryption", the chip cannot produce anything to compare.
    const known = { kind: 'material', name: names.aes, length: aes.key.secret.length } as const;
    return { manifest, fragments, ...(sent.usage.includes('encryption') ? { known } : {}) };
  }
  const certificate = device.certificate?.certificate.der;
  if (certificate === undefined) return undefined;
  return { certificateObject: sent.certificateObject, certificate, identityTag: sent.identityTag, manifest, fragments };
}

/** The files from which each step's contents came. */
function filesOf({ device, integrity, secret }: WizardMaterial): FileNames {
  const names = (...given: readonly ({ readonly file: string } | undefined)[]): string[] => given.flatMap((one) => (one === undefined ? [] : [one.file]));
  return new Map([
    ['anchor-certificate', names(integrity.certificate)],
    ['secret', names(secret)],
    ['device-certificate', names(device.certificate)],
    ['send-key', names(device.key ?? device.aes, integrity.key)],
    ['prove-key', names(device.certificate ?? device.aes)],
  ]);
}

/** The plan for the answers, with copies of the secrets that it names. If there are problems, it fails with the first one. */
export async function planOfAnswers(answers: ResolvedAnswers, material: WizardMaterial, snapshot: ChipSnapshot, tools: PlanTools, names: MaterialNames = materialNames): Promise<Result<PlanWithMaterials>> {
  const [problem] = findProblems(answers, material, snapshot);
  if (problem !== undefined) return err(problem.fault);
  const { confidentiality, key } = answers;
  const files = filesOf(material);
  const prepare = preparation(answers, material, names);
  const materials = new Map<string, Secret>();
  const keepSecret = (): void => {
    if (confidentiality !== undefined && material.secret !== undefined) materials.set(names.secret, material.secret.secret.copy());
  };
  if (key === undefined) return (keepSecret(), ok({ plan: wizardPlan(prepare, snapshot), materials, files }));
  const spec = dataSetSpec(answers, key, material, tools);
  if (!spec.ok) return spec;
  const built = await buildDataSet(spec.value);
  if (!built.ok) return built;
  keepSecret();
  const joined = joinFragments(built.value.fragments);
  for (const fragment of built.value.fragments) fragment.fill(0);
  const encrypted = spec.value.confidentiality !== undefined;
  // Without encryption, the fragments contain the private key unencrypted. They are then named material, not part of
  // the plan.
  if (!encrypted) materials.set(names.fragments, new Secret(joined));
  const { aes } = material.device;
  if (aes !== undefined) materials.set(names.aes, aes.key.secret.copy());
  const fragments: Input = encrypted ? { kind: 'inline', bytes: joined } : { kind: 'material', name: names.fragments, length: joined.length };
  return ok({ plan: wizardPlan(prepare, snapshot, provisioning(key, material, built.value, fragments, names)), materials, files });
}
