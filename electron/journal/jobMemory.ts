import { sayDay } from '../../core/result/format.ts';
import { daysOf } from './recordedRuns.ts';

/** What this station knows of a job. */
export interface JobMemory {
  /** The highest revision that was seen; 0: none. */
  readonly revision: number;
  readonly withdrawn: boolean;
  /** A file of the journal that does not verify, or that does not follow the one before: lines about the job may be missing. */
  readonly broken?: string;
}

/**
 * Reads every file of the journal; those that did not change since the last time come out of their index.
 * @param folder of the journal
 * @param since when the job was issued, ISO 8601: what is wrong with older files does not matter
 */
export async function jobMemory(folder: string, job: string, since: string): Promise<JobMemory> {
  let memory: JobMemory = { revision: 0, withdrawn: false };
  for await (const { file, index, whole } of daysOf(folder)) {
    const said = Object.hasOwn(index.jobs, job) ? index.jobs[job] : undefined;
    if (said !== undefined) memory = { ...memory, revision: Math.max(memory.revision, said.revision), withdrawn: memory.withdrawn || said.withdrawn };
    // Files have the name of their day, in UTC.
    if (!whole && sayDay(file) >= sayDay(since)) memory = { ...memory, broken: file };
  }
  return memory;
}
