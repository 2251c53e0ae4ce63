import { isSecretInput } from '../plan/input.ts';
import type { Step } from '../plan/step.ts';
import type { Source } from './job.ts';

type Kind = Source['kind'];

/** Which kinds of steps can get their content from which source. */
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

/** Why a step cannot get its content from a source; undefined when it can. */
export function whyNotSource(step: Step | undefined, source: Source): string | undefined {
  if (step === undefined) return 'The job does not have this step.';
  if (!fits[source.kind].includes(step.kind)) return `${words[source.kind]} cannot be the content of a step of the kind ${step.kind}.`;
  if ('content' in step && isSecretInput(step.content)) return 'Its content is a secret, which is the same for each unit.';
  if (source.kind !== 'pairs') return undefined;
  if (step.kind === 'send-data-set') return source.signer === undefined ? 'The data sets of the pairs need a signer.' : undefined;
  return source.signer === undefined && source.secret === undefined ? undefined : 'Only a step that sends a data set has a signer or a secret.';
}
