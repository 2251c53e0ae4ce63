import type { Randomness } from '../bridge/bytePort.ts';
import { utf8 } from '../bytes/bytes.ts';
import { Secret } from '../bytes/secret.ts';
import { unwrapCertificate, wrapIdentity } from '../certificates/identity.ts';
import type { PrivateKey } from '../keys/privateKey.ts';
import type { Signer } from '../keys/signer.ts';
import type { Oid } from '../objects/oid.ts';
import type { Uid } from '../objects/uid.ts';
import { joinFragments } from '../plan/fragments.ts';
import type { PlanWithMaterials } from '../plan/planWithMaterials.ts';
import type { Input, SendDataSet, Step } from '../plan/step.ts';
import { kindOf } from '../plan/steps/index.ts';
import { fault } from '../result/fault.ts';
import { err, ok, unreachable, type Result } from '../result/result.ts';
import { buildDataSet, type DataSet } from '../update/dataSet.ts';
import type { DataSetSpec } from '../update/buildSpec.ts';
import { parseManifest, type Manifest } from '../update/manifest.ts';
import type { Job, Source } from './job.ts';

/** What is different for each unit. */
export interface UnitValues {
  readonly uid: Uid;
  readonly serial?: string | undefined;
  /** `certificate`: DER. */
  readonly pair?: { readonly key: PrivateKey; readonly certificate: Uint8Array } | undefined;
  /** Ready data sets, by step id. */
  readonly dataSets: ReadonlyMap<string, DataSet>;
  /** Signs the data sets of the pairs. */
  readonly signer?: Signer | undefined;
  /** Secrets and keys that the job names, by their names. The plan gets copies. */
  readonly materials: ReadonlyMap<string, Secret>;
  /** For the seed of an encrypted data set. */
  readonly random: Randomness;
}

/** Bytes of a chip's UID that a data set for this chip alone names. */
const componentIdLength = 25;

const nothingFor = (step: Step, why: string): Result<never, 'job/no-value'> => err(fault('job/no-value', { step: kindOf(step).title(step), why }));

const inline = (bytes: Uint8Array): Input => ({ kind: 'inline', bytes });

/** A certificate in the form of the sample's content: with the identity tag if the sample has one. */
function asSample(sample: Input, certificate: Uint8Array): Uint8Array {
  const unwrapped = sample.kind === 'inline' ? unwrapCertificate(sample.bytes) : undefined;
  return unwrapped?.ok === true && unwrapped.value.form === 'tls-identity' ? wrapIdentity(certificate) : certificate;
}

function specOf({ target, trustAnchor, payloadVersion, confidentiality }: Manifest, usage: number, source: Extract<Source, { kind: 'pairs' }>, key: PrivateKey, signer: Signer, { uid, materials, random }: UnitValues): DataSetSpec | undefined {
  const spec: DataSetSpec = { target, trustAnchor, payloadVersion, payload: { kind: 'key', key, usage }, componentId: uid.raw.slice(0, componentIdLength), signer };
  if (confidentiality === undefined) return spec;
  const value = source.secret === undefined ? undefined : materials.get(source.secret);
  const { secret, label, seed } = confidentiality;
  return value === undefined ? undefined : { ...spec, confidentiality: { secret, value, label, seed: random(seed.length) } };
}

interface Filled {
  readonly step: Step;
  /** The secret that encrypts the data set. The rehearsal assumes that the chip has it. */
  readonly assumedSecret?: { readonly object: Oid; readonly secret: Secret };
  /** Fragments of the unit's own data set. They contain its private key. */
  readonly material?: { readonly name: string; readonly secret: Secret };
}

/** Builds a data set with the unit's key, for this chip alone. The other options are those of the sample's data set. */
async function sentKey(step: SendDataSet, source: Extract<Source, { kind: 'pairs' }>, values: UnitValues): Promise<Result<Filled>> {
  const { pair, signer } = values;
  const manifest = parseManifest(step.manifest);
  if (!manifest.ok) return manifest;
  if (pair === undefined) return nothingFor(step, 'No pair of key and certificate is left in the folder.');
  if (signer === undefined) return nothingFor(step, 'The key that signs the data sets is not on this station.');
  if (manifest.value.payload.kind !== 'key') return nothingFor(step, 'The data set of the sample does not send a key.');
  const spec = specOf(manifest.value, manifest.value.payload.usage, source, pair.key, signer, values);
  if (spec === undefined) return nothingFor(step, 'The secret that encrypts the data set is not at hand.');
  const built = await buildDataSet(spec);
  if (!built.ok) return built;
  const joined = joinFragments(built.value.fragments);
  for (const fragment of built.value.fragments) fragment.fill(0);
  const { confidentiality } = spec;
  if (confidentiality !== undefined) return ok({ step: { ...step, manifest: built.value.manifest, fragments: inline(joined) }, assumedSecret: { object: confidentiality.secret, secret: confidentiality.value.copy() } });
  const name = `data set of ${step.id}`;
  return ok({ step: { ...step, manifest: built.value.manifest, fragments: { kind: 'material', name, length: joined.length } }, material: { name, secret: new Secret(joined) } });
}

function ofPair(step: Step, source: Extract<Source, { kind: 'pairs' }>, values: UnitValues): Result<Filled> | Promise<Result<Filled>> {
  if (step.kind === 'send-data-set') return sentKey(step, source, values);
  const certificate = values.pair?.certificate;
  if (certificate === undefined) return nothingFor(step, 'No pair of key and certificate is left in the folder.');
  if (step.kind === 'write-object') return ok({ step: { ...step, content: inline(asSample(step.content, certificate)) } });
  if (step.kind === 'prove-key') return ok({ step: { ...step, certificate } });
  return nothingFor(step, 'A pair has no content for this kind of step.');
}

const withText = (step: Step, text: string | undefined, missing: string): Result<Filled> => {
  if (text === undefined) return nothingFor(step, missing);
  return 'content' in step ? ok({ step: { ...step, content: inline(utf8(text)) } }) : nothingFor(step, 'This kind of step has no content.');
};

function readySet(step: Step, { dataSets }: UnitValues): Result<Filled> {
  const set = dataSets.get(step.id);
  if (set === undefined || step.kind !== 'send-data-set') return nothingFor(step, 'There is no data set for this chip in the folder.');
  return ok({ step: { ...step, manifest: set.manifest, fragments: inline(joinFragments(set.fragments)) } });
}

function filled(step: Step, source: Source | undefined, values: UnitValues): Result<Filled> | Promise<Result<Filled>> {
  switch (source?.kind) {
    case undefined:
    case 'key-in-chip':
      return ok({ step });
    case 'serial':
      return withText(step, values.serial, 'The unit has no serial number.');
    case 'chip-id':
      return withText(step, values.uid.chipId.toUpperCase(), '');
    case 'pairs':
      return ofPair(step, source, values);
    case 'data-sets':
      return readySet(step, values);
    default:
      return unreachable(source);
  }
}

/** The job's plan for one unit and its chip alone. The caller owns the materials and wipes them. */
export async function planOfUnit(job: Job, values: UnitValues): Promise<Result<PlanWithMaterials>> {
  const materials = new Map<string, Secret>();
  const assumedSecrets = new Map<Oid, Secret>();
  const steps: Step[] = [];
  const wiped = (): void => {
    for (const secret of [...materials.values(), ...assumedSecrets.values()]) secret.wipe();
  };
  for (const step of job.steps) {
    const one = await filled(step, job.varies.find((varied) => varied.step === step.id)?.source, values);
    if (!one.ok) return (wiped(), one);
    steps.push(one.value.step);
    if (one.value.assumedSecret !== undefined) assumedSecrets.set(one.value.assumedSecret.object, one.value.assumedSecret.secret);
    if (one.value.material !== undefined) materials.set(one.value.material.name, one.value.material.secret);
  }
  for (const [name, secret] of values.materials) if (!materials.has(name)) materials.set(name, secret.copy());
  return ok({ plan: { title: job.title, chip: { uid: values.uid.raw, chipId: values.uid.chipId }, steps }, materials, assumedSecrets });
}
