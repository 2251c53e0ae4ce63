import { join } from 'node:path';
import { canResumeAfter } from '../../core/plan/resumable.ts';
import type { RecordState, RecordStep, RecordView } from '../../core/contract/records.ts';
import { nothingBefore } from './chain.ts';
import { readIndex, type DayIndex, type IndexedRun } from './dayIndex.ts';
import { parseLine, type Entry } from './entry.ts';
import { journalFiles } from './files.ts';
import { linesOf, readTail } from './lines.ts';
import { byOf } from './runFacts.ts';
import { endText } from './endText.ts';

type Said<W extends Entry['what']> = Extract<Entry, { what: W }>;

/** A run in the journal, with the plan's text. */
export interface RecordedRun extends RecordView {
  readonly plan: string;
  readonly uid: string;
  /** Code of the fault that ended the run; empty without a fault. */
  readonly code: string;
  /** HMACs of hidden contents, by step id. */
  readonly contents: ReadonlyMap<string, string>;
}

/** What a list shows about a run. */
export interface RunRow extends IndexedRun {
  readonly file: string;
  readonly whole: boolean;
}

const begin = (entry: Said<'run-started'>, file: string, whole: boolean): RecordedRun => {
  const { run, title, chipId, uid, simulated, planSha256, plan, at, who, steps, contents } = entry;
  const waiting = steps.map((step): RecordStep => ({ ...step, state: 'waiting', says: '', ms: 0 }));
  return { run, title, chipId, uid, simulated, ...byOf(entry), planSha256, plan, contents: new Map(contents?.map((one) => [one.step, one.hmac])), startedAt: at, who, file, whole, state: 'interrupted', says: '', code: '', steps: waiting };
};

const withStep = (run: RecordedRun, id: string, change: Partial<RecordStep>): RecordedRun => ({
  ...run,
  steps: run.steps.map((step) => (step.id === id ? { ...step, ...change } : step)),
});

const stepStates: ReadonlySet<string> = new Set(['done', 'unchanged', 'unproved', 'failed', 'cancelled']);
const isStepState = (state: string): state is RecordStep['state'] => stepStates.has(state);

function end(run: RecordedRun, entry: Said<'run-ended'>): RecordedRun {
  const ended: RecordedRun = { ...run, state: entry.state, endedAt: entry.at, ...endText(entry) };
  return entry.steps.reduce((known, judged) => (isStepState(judged.state) ? withStep(known, judged.step, { state: judged.state, says: endText(judged).says }) : known), ended);
}

/** Joins the lines of runs. */
class Runs {
  readonly all = new Map<string, RecordedRun>();
  readonly #begun = new Map<string, number>();

  take(entry: Entry, file: string, whole: boolean): void {
    if (entry.what === 'run-started') this.all.set(entry.run, begin(entry, file, whole));
    const run = 'run' in entry && entry.run !== undefined ? this.all.get(entry.run) : undefined;
    if (run !== undefined) this.all.set(run.run, this.#next(run, entry));
  }

  #next(run: RecordedRun, entry: Entry): RecordedRun {
    switch (entry.what) {
      case 'step-begun':
        this.#begun.set(`${run.run} ${entry.step}`, Date.parse(entry.at));
        return withStep(run, entry.step, { state: 'unknown' });
      case 'step-ended': {
        const since = this.#begun.get(`${run.run} ${entry.step}`) ?? Date.parse(entry.at);
        return withStep(run, entry.step, { state: entry.state, says: endText(entry).says, ms: Math.max(0, Date.parse(entry.at) - since) });
      }
      case 'run-ended':
        return end(run, entry);
      case 'run-set-aside':
        return { ...run, state: 'set-aside' };
      case 'opened':
      case 'torn':
      case 'lines-missing':
      case 'clock-set-back':
      case 'clock-confirmed':
      case 'file-set-aside':
      case 'run-started':
      case 'unit-taken':
      case 'unit-ended':
      case 'job-seen':
      case 'job-withdrawn':
      case 'job-signer':
        return run;
    }
  }
}

/** Hash of the last line of the file before, to which the first line of a file must refer. */
async function hashBefore(folder: string, files: readonly string[], at: number): Promise<string> {
  const before = files[at - 1];
  if (before === undefined) return nothingBefore;
  return (await readTail(join(folder, before)).catch(() => undefined))?.tail.hash ?? nothingBefore;
}

/** The end of a run, from a later file. */
type LaterEnd = Partial<Pick<IndexedRun, 'state' | 'endedAt' | 'says' | 'code'>>;

export interface Day {
  readonly file: string;
  readonly index: DayIndex;
  readonly whole: boolean;
}

/** @param at index of the file in `files`: the journal's files, oldest first */
export async function readDay(folder: string, files: readonly string[], at: number): Promise<Day> {
  const file = files[at] ?? '';
  const index = await readIndex(folder, file);
  return { file, index, whole: index.sound && index.prev === (await hashBefore(folder, files, at)) };
}

/** The journal's files, the newest first. Each is read only on demand. */
export async function* daysOf(folder: string): AsyncGenerator<Day> {
  const files = await journalFiles(folder);
  for (let at = files.length - 1; at >= 0; at--) yield readDay(folder, files, at);
}

/** Ends of runs from files that are later than those in which they began. */
export type LaterEnds = Map<string, LaterEnd>;

/** Adds the ends in a file to those from later files, which count first. */
export function takeEnds(ends: LaterEnds, later: DayIndex['later']): void {
  for (const [run, { state, endedAt, says, code }] of Object.entries(later)) {
    const end = { ...(state === undefined ? {} : { state }), ...(endedAt === undefined ? {} : { endedAt }), ...(says === undefined ? {} : { says }), ...(code === undefined ? {} : { code }) };
    ends.set(run, { ...end, ...ends.get(run) });
  }
}

/** Rows of one file, newest first, with the ends of their runs from later files. */
export const rowsOf = ({ file, index, whole }: Day, ends: LaterEnds): RunRow[] => index.runs.map((run): RunRow => ({ ...run, ...ends.get(run.run), file, whole })).reverse();

/** Rows of each file, newest first. A file is read when its rows are requested. */
export async function* rowsByDay(folder: string): AsyncGenerator<readonly RunRow[]> {
  const ends: LaterEnds = new Map();
  for await (const day of daysOf(folder)) {
    yield rowsOf(day, ends);
    takeEnds(ends, day.index.later);
  }
}

export interface FindOptions {
  /** Most rows. */
  readonly limit: number;
  readonly match: (row: RunRow) => boolean;
}

/** The newest runs that match. Changed lines do not hide the others; `whole` reports them. */
export async function findRuns(folder: string, { limit, match }: FindOptions): Promise<RunRow[]> {
  const rows: RunRow[] = [];
  for await (const day of rowsByDay(folder)) {
    rows.push(...day.filter(match).slice(0, limit - rows.length));
    if (rows.length === limit) break;
  }
  return rows;
}

async function takeLines(runs: Runs, path: string, file: string, whole: boolean, from: number, run?: string): Promise<void> {
  for await (const lines of linesOf(path, from)) {
    for (const { text } of lines) {
      if (run !== undefined && !text.includes(run)) continue;
      const entry = parseLine(text);
      if (entry !== undefined && (run === undefined || ('run' in entry && entry.run === run))) runs.take(entry, file, whole);
    }
  }
}

/** One run with its steps and its plan. Reads the file in which it began, and later files that mention it. */
export async function openRun(folder: string, run: string): Promise<RecordedRun | undefined> {
  const naming: string[] = [];
  for await (const { file, index, whole } of daysOf(folder)) {
    const found = index.runs.find((one) => one.run === run);
    if (found === undefined) {
      if (Object.hasOwn(index.later, run)) naming.unshift(file);
      continue;
    }
    const runs = new Runs();
    await takeLines(runs, join(folder, file), file, whole, found.from, run);
    for (const later of naming) await takeLines(runs, join(folder, later), later, whole, 0, run);
    return runs.all.get(run);
  }
  return undefined;
}

/** Every run of the journal with its steps, newest first. Reads everything: for checks, not for a list. */
export async function readRuns(folder: string): Promise<RecordedRun[]> {
  const runs = new Runs();
  const days: Day[] = [];
  for await (const day of daysOf(folder)) days.unshift(day);
  for (const { file, whole } of days) await takeLines(runs, join(folder, file), file, whole, 0).catch(() => undefined);
  return [...runs.all.values()].reverse();
}

/** How the last run on each chip ended, by chip id. */
export async function lastRuns(folder: string): Promise<ReadonlyMap<string, RecordState>> {
  const last = new Map<string, RecordState>();
  for await (const rows of rowsByDay(folder)) for (const { chipId, state } of rows) if (!last.has(chipId)) last.set(chipId, state);
  return last;
}

type Ended = Pick<RunRow, 'run' | 'uid' | 'planSha256' | 'state' | 'code'>;

const samePlan = (a: Ended, b: Ended): boolean => a.planSha256 === b.planSha256 && a.uid === b.uid;

/** Whether it stopped without a refusal by the chip: no end was recorded, or the link was lost. */
export const broke = ({ state, code }: Ended): boolean => state === 'interrupted' || (state === 'failed' && canResumeAfter(code));

/**
 * The newest run that stopped in the middle and was not resumed since.
 * @param running a run that is running now
 */
export const unfinishedOf = <R extends Ended>(runs: readonly R[], running: string | undefined): R | undefined =>
  runs.find((run, at) => broke(run) && run.run !== running && !runs.slice(0, at).some((later) => samePlan(later, run)));

/** Number of files that are read at the program's start. Older runs are found in the list. */
const newestFiles = 3;

/** The run to offer for resuming when the window opens, from the newest files. */
export async function unfinishedRun(folder: string, running: string | undefined): Promise<RecordedRun | undefined> {
  const rows: RunRow[] = [];
  let files = 0;
  for await (const day of rowsByDay(folder)) {
    // A unit of a job is resumed by its job alone, which counts it.
    rows.push(...day.filter(({ unit }) => unit === undefined));
    files += 1;
    if (files === newestFiles) break;
  }
  const found = unfinishedOf(rows, running);
  return found === undefined ? undefined : openRun(folder, found.run);
}
