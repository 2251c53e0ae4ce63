import type { Job } from '../../../core/job/job.ts';
import { startUnit, type UnitStart } from '../../../core/job/units.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { JobLine } from '../../journal/dayIndex.ts';
import { readJobHistory } from '../../journal/jobHistory.ts';
import type { Journal } from '../../journal/journal.ts';
import { clockSetBack } from './clockSetBack.ts';
import type { Reservations } from './reservations.ts';
import { settleUnits } from './settleUnits.ts';
import type { UnitCounts } from './unitCounts.ts';
import { triesOf, unitsBefore } from './unitsBefore.ts';

/** What decides whether a unit may begin. */
export interface JobRecords {
  readonly job: Job;
  readonly counts: UnitCounts;
  readonly journal: Journal;
  readonly now: () => Date;
  /** Shared by the slots of one process. */
  readonly reserved?: Reservations | undefined;
}

/** What the journal says before a unit is planned. */
export interface Begun {
  readonly start: UnitStart;
  readonly lines: readonly JobLine[];
}

/** Reads the journal's lines of jobs. Refuses when lines are missing or the clock was set back. */
export async function linesOfJob({ job, journal, counts, now }: JobRecords): Promise<Result<readonly JobLine[]>> {
  const whyLost = counts.whyLost(job.id);
  const { lines, gap } = await readJobHistory(journal.folder, job.issuedAt);
  const lost = gap ?? whyLost(triesOf(lines, job).length);
  if (lost !== undefined) return err(fault('job/count-unknown', { job: job.title, why: lost }));
  const setBack = await clockSetBack(journal, job, now());
  return setBack.ok ? ok(lines) : setBack;
}

/** Reads the journal's lines of jobs before a unit begins. Before that, units whose process ended without a result get one. */
export async function settledLines(records: JobRecords): Promise<Result<readonly JobLine[]>> {
  const settled = await settleUnits(records.journal, records.job, records.now);
  return settled.ok ? linesOfJob(records) : settled;
}

/**
 * Whether a unit may begin with a chip. The journal's lines and the reservations of other slots decide.
 * @param given the scanned serial number; undefined when none was scanned
 */
export function startBy(lines: readonly JobLine[], { job, reserved }: JobRecords, chipId: string, given: string | undefined): ReturnType<typeof startUnit> {
  const before = unitsBefore(lines, job, chipId);
  return startUnit(job, { ...before, tries: [...before.tries, ...(reserved?.triesOfOthers(chipId) ?? [])] }, chipId, given);
}

/**
 * Asks the journal whether a unit may begin with a chip, before anything is planned.
 * @param given the scanned serial number; undefined when none was scanned
 */
export async function beginUnit(records: JobRecords, chipId: string, given: string | undefined): Promise<Result<Begun>> {
  const lines = await settledLines(records);
  if (!lines.ok) return lines;
  const start = startBy(lines.value, records, chipId, given);
  return start.ok ? ok({ start: start.value, lines: lines.value }) : start;
}
