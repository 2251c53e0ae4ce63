import type { RecordState, RecordStep, RecordView } from '../../core/contract/records.ts';
import { nothingBefore } from './chain.ts';
import type { Entry } from './entry.ts';
import { journalFiles } from './files.ts';
import { Readings } from './readings.ts';

type Said<W extends Entry['what']> = Extract<Entry, { what: W }>;

/** A run as the journal has it, with the plan's text. */
export interface RecordedRun extends RecordView {
  readonly plan: string;
  readonly uid: string;
}

const begin = (entry: Said<'run-started'>, file: string, whole: boolean): RecordedRun => {
  const { run, title, chipId, uid, simulated, port, planSha256, plan, at, who, steps } = entry;
  const waiting = steps.map((step): RecordStep => ({ ...step, state: 'waiting', says: '', ms: 0 }));
  return { run, title, chipId, uid, simulated, port, planSha256, plan, startedAt: at, who, file, whole, state: 'interrupted', says: '', steps: waiting };
};

const withStep = (run: RecordedRun, id: string, change: Partial<RecordStep>): RecordedRun => ({
  ...run,
  steps: run.steps.map((step) => (step.id === id ? { ...step, ...change } : step)),
});

const stepStates: ReadonlySet<string> = new Set(['done', 'unchanged', 'unproved', 'failed', 'cancelled']);
const isStepState = (state: string): state is RecordStep['state'] => stepStates.has(state);

function end(run: RecordedRun, { state, says, steps }: Said<'run-ended'>): RecordedRun {
  return steps.reduce<RecordedRun>((known, judged) => (isStepState(judged.state) ? withStep(known, judged.step, { state: judged.state, says: judged.says }) : known), { ...run, state, says });
}

/** Puts the lines of all runs together. */
class Runs {
  readonly all = new Map<string, RecordedRun>();
  readonly #begun = new Map<string, number>();

  take(entry: Entry, file: string, whole: boolean): void {
    if (entry.what === 'run-started') this.all.set(entry.run, begin(entry, file, whole));
    const run = 'run' in entry ? this.all.get(entry.run) : undefined;
    if (run !== undefined) this.all.set(run.run, this.#next(run, entry));
  }

  #next(run: RecordedRun, entry: Entry): RecordedRun {
    switch (entry.what) {
      case 'step-begun':
        this.#begun.set(`${run.run} ${entry.step}`, Date.parse(entry.at));
        return withStep(run, entry.step, { state: 'unknown' });
      case 'step-ended': {
        const since = this.#begun.get(`${run.run} ${entry.step}`) ?? Date.parse(entry.at);
        return withStep(run, entry.step, { state: entry.state, says: entry.says, ms: Math.max(0, Date.parse(entry.at) - since) });
      }
      case 'run-ended':
        return end(run, entry);
      case 'run-set-aside':
        return { ...run, state: 'set-aside' };
      case 'opened':
      case 'torn':
      case 'lines-missing':
      case 'run-started':
        return run;
    }
  }
}

/** Of the folder that was asked for last: a program has one. */
let readings: Readings | undefined;

/** Every run of the journal, newest first. Lines that were tampered with do not hide the others; `whole` says so. */
export async function readRuns(folder: string): Promise<RecordedRun[]> {
  const runs = new Runs();
  let before = nothingBefore;
  const files = await journalFiles(folder);
  const known = readings?.folder === folder ? readings : new Readings(folder);
  readings = known;
  known.keep(files);
  for (const file of files) {
    const { entries, whole, hash } = await known.read(file, before);
    before = hash;
    for (const entry of entries) runs.take(entry, file, whole);
  }
  return [...runs.all.values()].reverse();
}

/** How the last run on each chip ended, by chip id. */
export const lastRuns = async (folder: string): Promise<ReadonlyMap<string, RecordState>> =>
  new Map((await readRuns(folder)).toReversed().map(({ chipId, state }) => [chipId, state]));

const samePlan = (a: RecordedRun, b: RecordedRun): boolean => a.planSha256 === b.planSha256 && a.uid === b.uid;

/** Whether it stopped without the chip having said no: nobody wrote its end, or the link was lost. */
const broke = ({ state, says }: RecordedRun): boolean => state === 'interrupted' || (state === 'failed' && /^(link|journal)\//.test(says));

/**
 * The newest run that stopped in the middle and was not gone on with since.
 * @param running a run that is on right now
 */
export const unfinishedOf = (runs: readonly RecordedRun[], running: string | undefined): RecordedRun | undefined =>
  runs.find((run, at) => broke(run) && run.run !== running && !runs.slice(0, at).some((later) => samePlan(later, run)));
