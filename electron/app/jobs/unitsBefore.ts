import type { Job } from '../../../core/job/job.ts';
import type { UnitsBefore, UnitTry } from '../../../core/job/units.ts';
import type { JobLine } from '../../journal/dayIndex.ts';

type Taken = Extract<JobLine, { what: 'unit-taken' }>;
type Ended = Extract<JobLine, { what: 'unit-ended' }>;

const isTaken = (line: JobLine): line is Taken => line.what === 'unit-taken';
const isEnded = (line: JobLine): line is Ended => line.what === 'unit-ended';

/** Finds the units of a job that were begun and have no result yet. */
export function openUnits(lines: readonly JobLine[], job: Pick<Job, 'id'>): Taken[] {
  const ended = new Set(lines.filter(isEnded).map(({ run }) => run));
  return lines.filter(isTaken).filter((line) => line.job === job.id && !ended.has(line.run));
}

/** Every try of a job, oldest first. */
export function triesOf(lines: readonly JobLine[], job: Pick<Job, 'id'>): UnitTry[] {
  const results = new Map(lines.filter(isEnded).flatMap(({ run, result }) => (run === undefined ? [] : [[run, result] as const])));
  return lines
    .filter(isTaken)
    .filter((line) => line.job === job.id)
    .map(({ run, chipId, serial, at, content }) => ({ run, chipId, serial, at, content, result: results.get(run) }));
}

/** Reads from the journal's lines what earlier units did with a chip. */
export function unitsBefore(lines: readonly JobLine[], job: Pick<Job, 'id'>, chipId: string): UnitsBefore {
  const pass = lines.filter(isEnded).findLast((line) => line.chipId === chipId && line.job !== job.id && line.result === 'pass');
  const title = pass === undefined ? undefined : lines.filter(isTaken).find(({ run }) => run === pass.run)?.title;
  return { tries: triesOf(lines, job), otherPass: pass === undefined ? undefined : { job: pass.job, title: title ?? pass.job, at: pass.at } };
}
