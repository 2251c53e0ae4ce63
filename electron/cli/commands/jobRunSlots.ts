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
import { exitCodes, progress, warn } from '../io.ts';
import { tellNoChip, tellResult, tellStep, tellUnit } from './jobEvents.ts';

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

/** The work in one slot, until its units are processed. */
class SlotTask {
  readonly slot: LineSlotAt;
  readonly #serial: string | undefined;
  readonly #count: number;
  #begun = false;
  readonly reports: UnitReport[] = [];
  /** Why the slot has no chip. */
  noChip: Fault | undefined;

  constructor(slot: LineSlotAt, serial: string | undefined, count: number) {
    this.slot = slot;
    this.#serial = serial;
    this.#count = count;
  }

  get isDone(): boolean {
    return this.noChip !== undefined || this.reports.length >= this.#count;
  }

  get hadChip(): boolean {
    return this.#begun || this.reports.length > 0;
  }

  /** Whether the chip is the one of the last unit: it is still in the slot, or again. */
  isLast(chipId: string | undefined): boolean {
    return chipId !== undefined && this.reports.at(-1)?.chipId === chipId;
  }

  /** Starts the slot if it waits for that. @returns a result when the chip needs a serial number and none was given */
  look(line: Line): UnitReport | undefined {
    const at = line.slotState(this.slot.number);
    if (at === undefined || this.isDone) return undefined;
    const { name, chipId } = at.state;
    this.#begun ||= chipId !== undefined;
    if (!this.hadChip) this.noChip = at.whyEmpty;
    const waits = (name === 'ready' || name === 'needs-scan') && !this.isLast(chipId);
    if (!waits || chipId === undefined) return undefined;
    if (this.#serial !== undefined ? line.startWith(this.slot.number, this.#serial) : name === 'ready' && line.start(this.slot.number).ok) return undefined;
    if (name === 'ready') return undefined;
    return { result: 'fail', chipId, fault: at.state.fault ?? fault('job/serial-missing', { job: line.job.title }), ms: 0 };
  }
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
  const nameOf = (number: number): string => tasks.get(number)?.slot.name ?? '';
  const report = (task: SlotTask | undefined, unit: UnitReport): void => {
    // After a reset of its board, the line reports the chip of the last unit again.
    if (task === undefined || task.isDone || (unit.result === 'done-before' && task.isLast(unit.chipId))) return;
    task.reports.push(unit);
    tellResult(context, unit, task.slot.name, tasks.size > 1);
    if (!task.isDone) progress(context.io, `  ${tasks.size > 1 ? `${task.slot.name}: ` : ''}waiting for the next chip`);
    done();
  };
  const done = (): void => {
    const open = [...tasks.values()].filter((task) => !task.isDone);
    setSlots(open.map(({ slot }) => slot));
    if (open.length === 0) finish();
  };
  const look = (): void => {
    for (const task of tasks.values()) {
      if (task.isDone) continue;
      const unit = task.look(line);
      if (unit !== undefined) report(task, unit);
      if (task.noChip !== undefined) missing(task, task.noChip);
    }
    if (line.blocked !== undefined) finish();
  };
  const missing = (task: SlotTask, why: Fault): void => {
    task.noChip = why;
    if (tasks.size > 1) tellNoChip(context, task.slot.name, why);
    done();
  };
  const line = makeLine({
    watchSlots: (listener) => {
      setSlots = listener;
      listener([...tasks.values()].map(({ slot }) => slot));
      return () => undefined;
    },
    onChange: () => setImmediate(look),
    onUnit: ({ number }, unit) => tellUnit(context, nameOf(number), unit),
    onStep: ({ number, chip = '' }, step) => tellStep(context, nameOf(number), chip, step, tasks.size > 1),
    onReport: ({ number }, unit) => report(tasks.get(number), unit),
  });
  await line.open();
  await finished;
  const { blocked } = line;
  await line.close();
  return [...tasks.values()].every((task) => task.isDone) ? undefined : blocked;
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
