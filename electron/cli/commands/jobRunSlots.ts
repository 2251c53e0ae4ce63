import type { JobFile } from '../../../core/job/job.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { JobService, UnitParts, UnitReport } from '../../app/jobs/index.ts';
import { Line, type LineSlotAt } from '../../app/line/index.ts';
import { Board, type Work } from '../../board/board.ts';
import { nodeClock } from '../../serial/clock.ts';
import type { SimulatedBoards } from '../../simulated/simulatedBoards.ts';
import type { Answered } from '../command.ts';
import { gainAccess, openPort, simulatedBoards, warnNewBuild, type Context } from '../context.ts';
import { exitCodes, warn } from '../io.ts';
import { tellNoChip, tellResult, tellStep, tellUnit, tellWaits } from './jobEvents.ts';
import { SlotTask, type Seen } from './jobSlotTask.ts';

export interface SlotsRun {
  readonly file: JobFile;
  readonly parts: UnitParts;
  readonly service: Pick<JobService, 'stillAdmitted'>;
  /** The slots with their boards. */
  readonly slots: readonly LineSlotAt[];
  /** One serial number for each slot, in the order of the slots; empty when the job needs none. */
  readonly serials: readonly string[];
  /** Number of units in each slot. */
  readonly count: number;
}

/** How often an idle chip is asked whether it is still the same one. ms */
const pingMs = 1_000;

function makeBoard(context: Context, boards: SimulatedBoards): Board {
  const { onExchange = () => undefined, timeoutMs } = context;
  const board = new Board({ clock: nodeClock, pingMs, openPort: (path) => openPort(path, boards), onExchange, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
  let told = 0;
  board.onChange(() => {
    if (board.resynchronisations > told) warn(context.io, 'link resynchronised');
    told = board.resynchronisations;
  });
  return board;
}

/** Warns of a chip with an unknown build, and gets the requested rights on the chip. */
async function prepare(context: Context, board: Board, work: Work): Promise<Result<void>> {
  warnNewBuild(context, work.identity);
  return gainAccess(context, {
    chip: work.chip,
    get identity() {
      return work.identity;
    },
    reached: (change) => board.reached(change),
  });
}

/** Processes units in all these slots at once; each slot works by itself. One port is one slot. */
export async function runSlots(context: Context, { file, parts, service, slots, serials, count }: SlotsRun): Promise<Result<Answered>> {
  if (serials.length > 0 && (serials.length !== slots.length || count !== 1)) return err(fault('usage/bad-option', { message: `--serial takes one number for each unit that is begun at once, in the order of the slots: there ${slots.length === 1 ? 'is 1 place' : `are ${slots.length} places`}, and ${serials.length === 1 ? '1 number' : `${serials.length} numbers`}; without --count.` }));
  const boards = simulatedBoards(context);
  if (!boards.ok) return boards;
  const tasks = new Map(slots.map((slot, at) => [slot.number, new SlotTask(slot, serials[at], count)]));
  const blocked = await work(context, tasks, (told) => new Line({ file, open: async () => ok(parts), stillAdmitted: () => service.stillAdmitted(file), clock: nodeClock, now: parts.now, makeBoard: () => makeBoard(context, boards.value), prepare: (board, at) => prepare(context, board, at), ...told }));
  const kept = await boards.value.close();
  if (!kept.ok) return kept;
  if (blocked !== undefined) return err(blocked);
  const [only] = tasks.values();
  // With only one slot, its missing chip is the whole result.
  if (tasks.size === 1 && only?.noChip !== undefined) return err(only.noChip);
  return ok({ json: undefined, lines: [], exitCode: exitCodeOf([...tasks.values()]) });
}

type Told = Pick<ConstructorParameters<typeof Line>[0], 'watchSlots' | 'onChange' | 'onStep' | 'onUnit' | 'onReport'>;

/** Runs the line until every slot has processed its units. @returns why it ended earlier: the job may no longer run */
async function work(context: Context, tasks: ReadonlyMap<number, SlotTask>, makeLine: (told: Told) => Line): Promise<Fault | undefined> {
  const { promise: finished, resolve: finish } = withResolvers();
  let setSlots: (slots: readonly LineSlotAt[]) => void = () => undefined;
  const [all, among] = [[...tasks.values()], tasks.size > 1];
  const nameOf = (number: number): string => tasks.get(number)?.slot.name ?? '';
  /** Releases the slots that are finished. */
  const settle = (): void => {
    const open = all.filter((task) => !task.isDone);
    setSlots(open.map(({ slot }) => slot));
    if (open.length === 0) finish();
  };
  const report = (task: SlotTask, unit: UnitReport): void => {
    if (!task.take(unit)) return;
    tellResult(context, unit, task.slot.name, among);
    if (!task.isDone) tellWaits(context, task.slot.name, undefined, among);
    settle();
  };
  const tellSeen = (task: SlotTask, seen: Seen): void => {
    if (seen.what === 'unit') return report(task, seen.report);
    if (seen.what === 'waits') return tellWaits(context, task.slot.name, seen.why, among);
    if (among) tellNoChip(context, task.slot.name, seen.why);
    settle();
  };
  const look = (): void => {
    if (line.blocked !== undefined) return finish();
    for (const task of all) {
      const seen = task.look(line, line.job.title);
      if (seen !== undefined) tellSeen(task, seen);
    }
  };
  const line = makeLine({
    watchSlots: (listener) => {
      setSlots = listener;
      listener(all.map(({ slot }) => slot));
      return () => undefined;
    },
    onChange: () => setImmediate(look),
    onUnit: ({ number }, unit) => tellUnit(context, nameOf(number), unit),
    onStep: ({ number, chip = '' }, step) => tellStep(context, nameOf(number), chip, step, among),
    onReport: ({ number }, unit) => {
      const task = tasks.get(number);
      if (task !== undefined) report(task, unit);
    },
  });
  let stopped = false;
  const off = context.onInterrupt(() => {
    stopped = true;
    finish();
  });
  await line.open();
  look();
  await finished;
  off();
  const { blocked } = line;
  await line.close();
  if (all.every((task) => task.isDone)) return undefined;
  return stopped ? fault('job/interrupted', { job: line.job.title, units: all.reduce((sum, { reports }) => sum + reports.length, 0) }) : blocked;
}

function exitCodeOf(tasks: readonly SlotTask[]): number {
  if (tasks.some(({ noChip }) => noChip !== undefined)) return exitCodes.link;
  return tasks.every(({ reports }) => reports.every(({ result }) => result === 'pass')) ? exitCodes.done : exitCodes.failed;
}

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((end) => (resolve = end));
  return { promise, resolve };
}
