import { isSecretInput } from '../plan/input.ts';
import type { Step } from '../plan/step.ts';
import { sayLine } from '../result/say.ts';
import { parseManifest } from '../update/manifest.ts';
import type { Source } from './job.ts';

type Kind = Source['kind'];

/** The kinds of steps that each source can serve. */
const fits: Readonly<Record<Kind, readonly Step['kind'][]>> = {
  serial: ['write-object', 'write-at'],
  'chip-id': ['write-object', 'write-at'],
  pairs: ['write-object', 'send-data-set', 'prove-key'],
  'data-sets': ['send-data-set'],
  'key-in-chip': ['generate-key'],
};

const words: Readonly<Record<Kind, string>> = {
  serial: 'A serial number',
  'chip-id': 'The chip id',
  pairs: 'A pair of key and certificate',
  'data-sets': 'A ready data set',
  'key-in-chip': 'A key made in the chip',
};

type Pairs = Extract<Source, { kind: 'pairs' }>;

/** Why a unit's data set cannot be built like the sample's. */
function whyNotBuilt(sample: Uint8Array, { signer, secret }: Pairs): string | undefined {
  if (signer === undefined) return 'The data sets of the pairs need a signer.';
  const manifest = parseManifest(sample);
  const encrypted = manifest.ok && manifest.value.confidentiality !== undefined;
  if (encrypted && secret === undefined) return 'Its data sets are encrypted, and the job does not name their secret.';
  return !encrypted && secret !== undefined ? 'Its data sets are not encrypted: they have no secret.' : undefined;
}

const onlyKeys = 'Only a data set that brings a key can be built from pairs.';

/** Why this kind of source cannot serve this kind of step. The source's other fields are not checked. */
function whyNotKind(step: Step, kind: Kind): string | undefined {
  if (!fits[kind].includes(step.kind)) return `${words[kind]} cannot be the content of a step of the kind ${step.kind}.`;
  if ('content' in step && isSecretInput(step.content)) return 'Its content is a secret, which is the same for each unit.';
  if (step.kind !== 'send-data-set' || kind !== 'pairs') return undefined;
  const manifest = parseManifest(step.manifest);
  if (!manifest.ok) return sayLine(manifest.fault);
  return manifest.value.payload.kind === 'key' ? undefined : onlyKeys;
}

/** The kinds of sources that a step can have. */
export const sourcesOf = (step: Step): readonly Kind[] => (Object.keys(fits) as Kind[]).filter((kind) => whyNotKind(step, kind) === undefined);

/** Why a step cannot get its content from a source; undefined when it can. */
export function whyNotSource(step: Step | undefined, source: Source): string | undefined {
  if (step === undefined) return 'The job does not have this step.';
  const misfit = whyNotKind(step, source.kind);
  if (misfit !== undefined) return misfit;
  if (source.kind !== 'pairs') return undefined;
  if (step.kind === 'send-data-set') return whyNotBuilt(step.manifest, source);
  return source.signer === undefined && source.secret === undefined ? undefined : 'Only a step that sends a data set has a signer or a secret.';
}
