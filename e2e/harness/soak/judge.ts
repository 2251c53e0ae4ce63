import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { journalFiles } from '../../../electron/journal/files.ts';
import { readRuns, unfinishedOf, type RecordedRun } from '../../../electron/journal/recordedRuns.ts';
import { verifyFile } from '../../../electron/journal/verify.ts';
import { stepsOf, type Seen, type Served } from './visit.ts';

const sayRuns = (runs: readonly { readonly run: string; readonly state: string }[]): string => runs.map(({ run, state }) => `${run} ${state}`).join(', ');

/**
 * Whether the journal has the observed states of the steps. Only those of a finished run are compared, because a later
 * proof may complete the others.
 */
const sameSteps = (seen: Seen, run: RecordedRun | undefined): boolean => seen.state !== 'finished' || (run !== undefined && stepsOf(run) === seen.steps);

/** Returns what is wrong with the journal's runs of one chip. @param recorded runs of the chip's UID, oldest first */
function wrongRuns({ runs, chipId }: Served, recorded: readonly RecordedRun[]): string[] {
  const wrong: string[] = [];
  if (sayRuns(recorded) !== sayRuns(runs)) wrong.push(`the journal says ${sayRuns(recorded)}; there was ${sayRuns(runs)}`);
  if (recorded.some((run) => run.chipId !== chipId)) wrong.push('the journal has its runs under another chip id');
  if (recorded.some((run) => !run.whole)) wrong.push('the journal is not whole');
  if (!runs.every((seen, at) => sameSteps(seen, recorded[at]))) wrong.push('the journal has other steps');
  return wrong;
}

/** Returns what is wrong with each file: its chain, its signed end, or cut lines. */
async function wrongFiles(folder: string, secrets: readonly string[]): Promise<string[]> {
  const files = await journalFiles(folder);
  const checked = await Promise.all(
    files.map(async (file) => {
      const verified = await verifyFile(join(folder, file));
      const text = (await readFile(join(folder, file), 'utf8')).toLowerCase();
      return [
        ...(verified.ok ? verified.value.notes.map((note) => `${file}: ${note}`) : [`${file}: ${JSON.stringify(verified.fault)}`]),
        ...(secrets.some((secret) => text.includes(secret)) ? [`${file}: a secret is in it`] : []),
      ];
    }),
  );
  return files.length === 0 ? ['there is no journal'] : checked.flat();
}

/** Compares the journal with what really happened. @returns what is wrong, by chip */
export async function judgeJournal(folder: string, all: readonly Served[], secrets: readonly string[]): Promise<string[]> {
  const runs = await readRuns(folder);
  const byUid = new Map<string, RecordedRun[]>();
  for (const run of [...runs].reverse()) byUid.set(run.uid, [...(byUid.get(run.uid) ?? []), run]);
  const wrong = all.flatMap((served) => wrongRuns(served, byUid.get(served.uid) ?? []).map((why) => `chip ${served.nth}, ${served.order}: ${why}`));
  const known = new Set(all.map(({ uid }) => uid));
  for (const uid of byUid.keys()) if (!known.has(uid)) wrong.push(`the journal has runs of ${uid}, which nobody was to change`);
  const left = unfinishedOf(runs, undefined);
  if (left !== undefined) wrong.push(`run ${left.run} is offered to be gone on with, and everything is done`);
  return [...wrong, ...(await wrongFiles(folder, secrets))];
}
