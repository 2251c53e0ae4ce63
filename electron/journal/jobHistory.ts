import { readIndex, type JobLine } from './dayIndex.ts';
import { dayOf, dayOfFile, daysWithoutFile, journalFiles } from './files.ts';
import { daysOf, type Day } from './recordedRuns.ts';

/** What the journal has of jobs. */
export interface JobHistory {
  /** Lines of every job, oldest first. */
  readonly lines: readonly JobLine[];
  /** Why lines since the asked moment may be missing; undefined when none are. */
  readonly gap: string | undefined;
}

const dayMs = 86_400_000;

/** Why a day may have lost lines, or the day before it may be missing. @param since first day that counts */
function gapOf({ file, index, whole }: Day, since: string): string | undefined {
  if (!index.sound) return `${file} was changed, or lines are missing in it.`;
  const [aside] = index.setAside;
  if (aside !== undefined) return `${aside} was set aside, and what it held is not known.`;
  // The file before this one may be missing when it is older than the job: old records may have been moved away.
  if (whole || (index.after !== '' && dayOfFile(index.after) < since)) return undefined;
  return index.after === '' ? `${file} does not follow the file before it.` : `${index.after} is missing, or is not the file that ${file} was written after.`;
}

/**
 * Lines of all jobs, and whether all lines since a moment are there.
 * @param since ISO 8601: no line that matters is older, but for a day of difference between clocks
 */
export async function readJobHistory(folder: string, since: string): Promise<JobHistory> {
  const first = dayOf(new Date(Date.parse(since) - dayMs));
  const [headless] = daysWithoutFile(folder).filter((file) => dayOfFile(file) >= first);
  let gap = headless === undefined ? undefined : `${headless} is missing.`;
  const days: (readonly JobLine[])[] = [];
  for await (const day of daysOf(folder)) {
    days.unshift(day.index.jobs);
    if (dayOfFile(day.file) >= first) gap ??= gapOf(day, first);
  }
  return { lines: days.flat(), gap };
}

/**
 * The time that a right clock has passed: of the last line, or of an earlier one before the clock was set back, unless the engineer
 * confirmed the clock since. Undefined for an empty journal.
 */
export async function lastMoment(folder: string): Promise<string | undefined> {
  const files = await journalFiles(folder);
  let latest: string | undefined;
  for (const [nth, file] of files.toReversed().entries()) {
    const { at, setBack, clockConfirmed } = await readIndex(folder, file);
    if (nth === 0 && at !== '') latest = at;
    if (setBack !== '' && (latest === undefined || setBack > latest)) latest = setBack;
    if (clockConfirmed) break;
  }
  return latest;
}
