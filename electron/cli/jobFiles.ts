import { basename } from 'node:path';
import { decodeJobFile } from '../../core/job/jobFile.ts';
import type { JobFile } from '../../core/job/job.ts';
import type { Result } from '../../core/result/result.ts';
import { JobService } from '../app/jobs/index.ts';
import { stateFolder } from '../files/folders.ts';
import type { Context } from './context.ts';
import { readInput, readText } from './inputs.ts';
import { journalOf } from './journalOf.ts';

export async function readJob(path: string): Promise<Result<JobFile>> {
  const bytes = await readInput(path);
  return bytes.ok ? decodeJobFile(bytes.value, basename(path)) : bytes;
}

const stateOf = ({ environment }: Context): string => stateFolder(environment, process.platform);

/** What this station knows about jobs. The window uses the same files. */
export const jobServiceOf = (context: Context): JobService =>
  JobService.in(stateOf(context), journalOf(context), () => new Date());

/** Reads a password from a file, without the line end. Undefined without a file. */
export async function readPassword(path: string | undefined): Promise<Result<string | undefined>> {
  if (path === undefined) return { ok: true, value: undefined };
  const text = await readText(path);
  return text.ok ? { ok: true, value: text.value.trimEnd() } : text;
}
