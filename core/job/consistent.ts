import { hex } from '../bytes/hex.ts';
import { parseMetadata } from '../objects/metadata.ts';
import type { Step } from '../plan/step.ts';
import type { JobJson } from './jobSchema.ts';
import { samplePair } from './samplePair.ts';
import { whyNotSource } from './sources.ts';

const twice = (values: readonly string[]): string | undefined => values.find((value, at) => values.indexOf(value) !== at);

/** Describes parts of a job that contradict each other; undefined when there is no contradiction. */
export function inconsistency(job: Omit<JobJson, 'format' | 'version'>, steps: readonly Step[]): string | undefined {
  const { expected, varies, states, proof, materials } = job;
  const ids = steps.map(({ id }) => id);
  const all = new Set(ids);
  const doubled = twice(ids) ?? twice(expected.map(({ step }) => step)) ?? twice(varies.map(({ step }) => step));
  if (doubled !== undefined) return `The step "${doubled}" is in one of its lists twice.`;
  const stranger = [...expected, ...varies].map(({ step }) => step).concat(proof.unproved).find((step) => !all.has(step));
  if (stranger !== undefined) return `It names the step "${stranger}", which it does not have.`;
  if (expected.length !== steps.length) return 'It does not say of each step what is expected.';
  const again = twice(states.map(({ object }) => object)) ?? twice(materials.map(({ name }) => name));
  if (again !== undefined) return `It has "${again}" twice.`;
  const odd = states.flatMap(({ before, after }) => [before, ...after]).find((state) => !parseMetadata(hex(state)).ok);
  if (odd !== undefined) return `"${odd.slice(0, 100)}" is not metadata.`;
  return varied(job, steps) ?? ordered(job);
}

function varied({ serial, varies }: Pick<JobJson, 'serial' | 'varies'>, steps: readonly Step[]): string | undefined {
  if (serial?.from === 'list' && new Set(serial.values).size !== serial.values.length) return 'A serial number is in its list twice.';
  if (serial === undefined && varies.some(({ source }) => source.kind === 'serial')) return 'A step needs a serial number, and the job does not say where serial numbers come from.';
  const folders = new Set(varies.flatMap(({ source }) => (source.kind === 'pairs' ? [source.folder] : [])));
  if (folders.size > 1) return 'Its pairs come from more than one folder.';
  for (const { step, source } of varies) {
    const misfit = whyNotSource(steps.find(({ id }) => id === step), source);
    if (misfit !== undefined) return `Step "${step}": ${misfit}`;
  }
  return halfPair(varies, steps);
}

/** A job must not combine the unit's key with the sample's certificate, or the sample's key with the unit's certificate. */
function halfPair(varies: JobJson['varies'], steps: readonly Step[]): string | undefined {
  const pair = samplePair(steps);
  const fixed = pair.find((id) => !varies.some(({ step }) => step === id));
  const own = pair.find((id) => varies.some(({ step, source }) => step === id && source.kind === 'pairs'));
  return own === undefined || fixed === undefined ? undefined : `Step "${own}" has the pair of the unit, and step "${fixed}" that of the sample.`;
}

const ordered = ({ validFrom, validUntil }: Pick<JobJson, 'validFrom' | 'validUntil'>): string | undefined =>
  validFrom !== undefined && validUntil !== undefined && validFrom > validUntil ? 'It ends before it begins.' : undefined;
