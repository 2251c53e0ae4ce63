import { readJobHistory } from './jobHistory.ts';

/** What this station knows about a job. */
export interface JobMemory {
  /** The highest revision seen; 0 when the job was never seen. */
  readonly revision: number;
  readonly withdrawn: boolean;
  /** Number of units that were begun. */
  readonly taken: number;
  /** Why lines about the job may be missing. */
  readonly gap?: string | undefined;
}

/**
 * Reads from the journal what is known about a job.
 * @param folder of the journal
 * @param since when the job was issued, ISO 8601; damage to older files does not matter
 */
export async function jobMemory(folder: string, job: string, since: string): Promise<JobMemory> {
  const { lines, gap } = await readJobHistory(folder, since);
  const own = lines.filter((line) => line.job === job);
  return { revision: Math.max(0, ...own.map((line) => (line.what === 'job-seen' ? line.revision : 0))), withdrawn: own.some(({ what }) => what === 'job-withdrawn'), taken: own.filter(({ what }) => what === 'unit-taken').length, gap };
}
