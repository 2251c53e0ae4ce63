import { sayDay, sayZonedMoment } from '../result/format.ts';
import { formatOid } from '../objects/oid.ts';
import { kindOf } from '../plan/steps/index.ts';
import type { Job, SerialRule, Source } from './job.ts';

const families = { 'trust-m-v1': 'OPTIGA Trust M V1', 'trust-m-v3': 'OPTIGA Trust M V3' } as const;
export const sayFamily = (family: Job['chip']['family']): string => families[family];

/** Where a value comes from: the text after "content:". */
function saySource(source: Source): string {
  switch (source.kind) {
    case 'serial':
      return 'the serial number of the unit';
    case 'chip-id':
      return 'the chip id';
    case 'pairs': {
      const signer = source.signer === undefined ? '' : `, data sets signed with ${source.signer.file} (${source.signer.fingerprint})`;
      return `a key and its certificate for each unit, from ${source.folder}${signer}`;
    }
    case 'data-sets':
      return `a data set for each unit, from ${source.folder}`;
    case 'key-in-chip':
      return 'a key that the chip makes';
  }
}

function saySerial(rule: SerialRule): string {
  if (rule.from === 'given') return 'given for each unit';
  if (rule.from === 'list') return `${rule.values.length} in a list, ${rule.values[0]} to ${rule.values.at(-1)}`;
  return `counted from ${rule.prefix}${String(rule.first).padStart(rule.width, '0')}`;
}

function sayDates({ validFrom, validUntil }: Job): string {
  const from = validFrom === undefined ? '' : `from ${sayZonedMoment(validFrom)} `;
  return validUntil === undefined ? `${from}without an end`.trim() : `${from}until ${sayZonedMoment(validUntil)}`;
}

const chipOf = ({ family, builds, profile }: Job['chip']): string => [sayFamily(family), ...(builds === undefined ? [] : [`build ${builds.join(', ')}`]), ...(profile === undefined ? [] : [`rehearsed on a simulated ${profile}`])].join(', ');

/** One line for each step of a job: what it does, and what is expected of it. */
function stepLines({ steps, expected, varies, proof }: Job): string[] {
  return steps.map((step) => {
    const source = varies.find((one) => one.step === step.id)?.source;
    const notes = [
      ...(source === undefined ? [] : [`content: ${saySource(source)}`]),
      ...(expected.find((one) => one.step === step.id)?.state === 'done' ? ['already done on the sample'] : []),
      ...(proof.unproved.includes(step.id) ? ['passes without a proof'] : []),
    ];
    return `  ${step.id}: ${kindOf(step).title(step)}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
  });
}

/** Describes a job in words: one line for each thing that a person decides on. Texts of the file are repeated unchanged. */
export function describeJob(job: Job): string[] {
  const list = (what: string, items: readonly string[]): string[] => (items.length === 0 ? [] : [`${what}: ${items.join(', ')}`]);
  return [
    `${job.title}, revision ${job.revision}`,
    `id: ${job.id}`,
    `released by ${job.issuedBy} on ${sayDay(job.issuedAt)}; valid ${sayDates(job)}`,
    `units: ${job.quantity === 0 ? 'no limit' : job.quantity}`,
    `chip: ${chipOf(job.chip)}`,
    ...(job.serial === undefined ? [] : [`serial numbers: ${saySerial(job.serial)}`]),
    'steps:',
    ...stepLines(job),
    ...list('cannot be undone, confirmed at release', job.confirmed.map(formatOid)),
    ...list('the station must have', job.materials.map(({ name, bytes }) => `${name} (${bytes} bytes, secret)`)),
    ...job.publicParts.map(({ what, object, sha256 }) => `${what}${object === undefined ? '' : ` in ${formatOid(object)}`}: SHA-256 ${sha256}`),
    ...(job.label === undefined ? [] : [`label: ${job.label.text}`]),
    ...(job.export === undefined ? [] : [`results as ${job.export.as} into ${job.export.folder}`]),
    ...list('also for chips that passed', job.follows ?? []),
  ];
}
