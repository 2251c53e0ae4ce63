import type { Job } from '../../../core/job/job.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { Journal } from '../../journal/journal.ts';
import { lastMoment } from '../../journal/jobHistory.ts';

/** Smaller corrections of the clock are normal. ms */
const clockToleranceMs = 10_000;

/** Refuses when the clock is earlier than a line of the journal: then the dates of a job and the order of its units are uncertain. */
export async function clockSetBack({ folder }: Journal, { title }: Pick<Job, 'title'>, now: Date): Promise<Result<void, 'job/clock-set-back'>> {
  const last = await lastMoment(folder);
  if (last === undefined || now.getTime() >= Date.parse(last) - clockToleranceMs) return ok(undefined);
  return err(fault('job/clock-set-back', { job: title, now: now.toISOString(), last }));
}

/** Notes in the journal that the engineer confirmed the clock. @returns the latest time in the journal, which no longer counts, if any */
export async function confirmClock(journal: Journal, now: Date): Promise<Result<string | undefined>> {
  const last = await lastMoment(journal.folder);
  if (last === undefined || now.getTime() >= Date.parse(last) - clockToleranceMs) return ok(undefined);
  const noted = await journal.appendSigned({ what: 'clock-confirmed', last });
  return noted.ok ? ok(last) : noted;
}
