import { sayField } from '../access/sayMetadata.ts';
import { equal } from '../bytes/bytes.ts';
import { hex, toHex } from '../bytes/hex.ts';
import type { ChipSnapshot } from '../chip/snapshot.ts';
import { encodeMetadata, inTagOrder, metadataFields, metadataTags, metadataWords, parseMetadata, type Metadata } from '../objects/metadata.ts';
import { formatOid } from '../objects/oid.ts';
import type { Rehearsal, RehearsedStep } from '../plan/rehearsal.ts';
import { kindOf } from '../plan/steps/index.ts';
import { fault, type Fault } from '../result/fault.ts';
import { err, must, ok, type Result } from '../result/result.ts';
import { sayFamily } from './describe.ts';
import type { Job, ObjectStates } from './job.ts';

/** The metadata of an object in the form that a job stores. The used size is left out, because it depends on the unit's content. */
export const stateOf = (metadata: Metadata): string => toHex(encodeMetadata(inTagOrder(metadata.filter(({ tag }) => tag !== metadataTags.used_size))));

/** The fields that differ: "Change: always", "Change: never". */
function sayDifference(expected: Metadata, found: Metadata): { readonly expected: string; readonly found: string } {
  const tags = [...new Set([...expected, ...found].map(({ tag }) => tag))];
  const valueOf = (metadata: Metadata, wanted: number): Uint8Array | undefined => metadata.find(({ tag }) => tag === wanted)?.value;
  const differing = tags.filter((tag) => {
    const [a, b] = [valueOf(expected, tag), valueOf(found, tag)];
    return a === undefined || b === undefined ? a !== b : !equal(a, b);
  });
  const say = (metadata: Metadata): string =>
    differing
      .map((tag) => {
        const [value, name] = [valueOf(metadata, tag), metadataFields.get(tag)];
        return `${name === undefined ? `tag ${tag.toString(16).toUpperCase()}` : metadataWords[name]}: ${value === undefined ? 'not set' : sayField(tag, value)}`;
      })
      .join(', ');
  return { expected: say(expected), found: say(found) };
}

function checkObject({ object, before, after }: ObjectStates, chip: ChipSnapshot, again: boolean): Result<void, 'job/other-state'> {
  const present = chip.objects.get(object)?.metadata;
  if (present === undefined) return err(fault('job/other-state', { object: formatOid(object), expected: 'the object is there', found: 'the chip does not have it' }));
  const found = stateOf(present);
  if (found === before || (again && after.includes(found))) return ok(undefined);
  return err(fault('job/other-state', { object: formatOid(object), ...sayDifference(must(parseMetadata(hex(before))), must(parseMetadata(hex(found)))) }));
}

/**
 * Whether the objects that the job names are in the states that the job expects. @param again this job has begun with this chip
 * before
 */
export function checkStates({ states }: Job, chip: ChipSnapshot, again: boolean): Result<void, 'job/other-state'> {
  for (const one of states) {
    const checked = checkObject(one, chip, again);
    if (!checked.ok) return checked;
  }
  return ok(undefined);
}

const isDone = ({ state }: RehearsedStep): boolean => state === 'already-done';
const words = { needed: 'still to do', done: 'done already' } as const;

function checkStep({ confirmed, expected }: Job, rehearsed: RehearsedStep, again: boolean): Result<void> {
  const { step, state, irreversible } = rehearsed;
  const [kind, [object]] = [kindOf(step), kindOf(step).objects(step)];
  if (state === 'refused' || state === 'not-reached') return err(rehearsed.fault ?? fault('plan/not-runnable', { step: kind.title(step) }));
  const released = expected.find(({ step: id }) => id === step.id)?.state ?? 'needed';
  const found = isDone(rehearsed) ? 'done' : 'needed';
  // When the job has begun with this chip before, some steps are already done.
  if (found !== released && !(again && found === 'done')) return err(fault('job/rehearsal-differs', { step: kind.title(step), expected: words[released], found: words[found] }));
  if (irreversible !== undefined && !confirmed.includes(object)) return err(fault('job/not-released', { object: formatOid(object), why: irreversible }));
  return ok(undefined);
}

/**
 * Whether the rehearsal on a unit's chip has the same result as the released one. @param again this job has begun with this
 * chip before
 */
export function checkRehearsal(job: Job, { steps }: Rehearsal, again: boolean): Result<void> {
  const refused = steps.find(({ state }) => state === 'refused');
  if (refused !== undefined) return checkStep(job, refused, again);
  for (const step of steps) {
    const checked = checkStep(job, step, again);
    if (!checked.ok) return checked;
  }
  return ok(undefined);
}

/** Whether the chip has the family and build that the job requires. */
export function checkFamily({ chip }: Job, { uid }: Pick<ChipSnapshot, 'uid'>): Result<void, 'job/other-family'> {
  const found = { family: uid.family, build: uid.build };
  const builds = chip.builds ?? [];
  if (found.family === chip.family && (builds.length === 0 || builds.includes(found.build))) return ok(undefined);
  const say = (family: Job['chip']['family'] | undefined, build: readonly string[]): string => [family === undefined ? 'an unknown family' : sayFamily(family), ...(build.length === 0 ? [] : [`build ${build.join(' or ')}`])].join(', ');
  return err(fault('job/other-family', { expected: say(chip.family, builds), found: say(found.family, [found.build]) }));
}

/** Faults after which a chip must be kept apart: the chip is not what the job expects, or something on it is not proved. */
const toCheck: ReadonlySet<Fault['code']> = new Set<Fault['code']>(['job/three-fails', 'job/other-job', 'job/other-family', 'job/other-state', 'job/rehearsal-differs', 'job/not-released', 'job/not-proved', 'job/half-done']);
export const isToCheck = ({ code }: Fault): boolean => toCheck.has(code);
