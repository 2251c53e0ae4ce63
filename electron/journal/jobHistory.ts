import { readIndex, type JobLine } from './dayIndex.ts';
import { dayOf, dayOfFile, daysWithoutFile, journalFiles, whyFolderUnread } from './files.ts';
import { daysOf, type Day } from './recordedRuns.ts';

/** What the journal says about jobs. */
export interface JobHistory {
  /** Lines of every job, oldest first. */
  readonly lines: readonly JobLine[];
  /** Why lines since the requested time may be missing; undefined when all are there. */
  readonly gap: string | undefined;
}

const dayMs = 86_400_000;

/** Why lines of a day, or the day before it, may be missing. @param since first day that counts */
function gapOf({ file, index, whole }: Day, since: string): string | undefined {
  if (!index.sound) return `${file} was changed, or lines are missing in it.`;
  const [aside] = index.setAside;
  if (aside !== undefined) return `${aside} was set aside, and what it held is not known.`;
  // If the file before is older than the job, it may be missing: old records may have been moved away.
  if (whole || (index.after !== '' && dayOfFile(index.after) < since)) return undefined;
  return index.after === '' ? `${file} does not follow the file before it.` : `${index.after} is missing, or is not the file that ${file} was written after.`;
}

/**
 * Reads the lines of all jobs, and whether all lines since a time are there.
 * @param since ISO 8601. Older lines do not matter; one more day is read, because clocks differ
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
  const unread = days.length === 0 ? whyFolderUnread(folder) : undefined;
  return { lines: days.flat(), gap: unread === undefined ? gap : `its folder cannot be read: ${unread}` };
}

/**
 * The latest time in the journal; a right clock is later. If the clock was set back, this is the time before that, until the
 * engineer confirms the clock. Undefined for an empty journal.
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
