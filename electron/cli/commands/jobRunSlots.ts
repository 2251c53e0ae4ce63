import type { JobFile } from '../../../core/job/job.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { JobService, UnitParts, UnitReport } from '../../app/jobs/index.ts';
import { Line, type LineSlotAt } from '../../app/line/index.ts';
import { Board } from '../../board/board.ts';
import { stateFolder } from '../../files/folders.ts';
import { nodeClock } from '../../serial/clock.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { SimulatedBoards } from '../../simulated/simulatedBoards.ts';
import { simulatedFaults } from '../../simulated/simulatedFaults.ts';
import { inStateFolder } from '../../simulated/simulatedNames.ts';
import type { Answered } from '../command.ts';
import { openPort, type Context } from '../context.ts';
import { exitCodes, progress } from '../io.ts';
import { slotsOf } from '../slots.ts';
import { tellNoChip, tellResult, tellStep, tellUnit } from './jobEvents.ts';

export interface SlotsRun {
  readonly file: JobFile;
  readonly parts: UnitParts;
  readonly service: Pick<JobService, 'stillAdmitted'>;
  /** Names or numbers; `all`: every slot that was taught. */
  readonly slots: readonly string[];
  /** One for each slot, in their order; none where the job does not need one. */
  readonly serials: readonly string[];
  /** Units in each slot. */
  readonly count: number;
}

/** Longest wait for the first chip of a slot: what a board may take to say that it has none. ms */
const firstChipMs = 15_000;

/** The chosen slots with their boards, which must be plugged in. */
async function chosenSlots(context: Context, wanted: readonly string[]): Promise<Result<readonly LineSlotAt[]>> {
  const service = slotsOf(context);
  const folder = stateFolder(context.environment, process.platform);
  const all = wanted.some((name) => name.toLowerCase() === 'all');
  const names = all ? (await service.list()).slots.map(({ number }) => String(number)) : wanted;
  if (names.length === 0) return err(fault('slot/unknown', { slot: 'all', slots: '' }));
  const slots = new Map<number, LineSlotAt>();
  for (const name of names) {
    const found = await service.portOf(name);
    if (!found.ok) return found;
    const { slot, path } = found.value;
    slots.set(slot.number, { number: slot.number, name: slot.name, place: slot.place, path: inStateFolder(path, folder) });
  }
  return ok([...slots.values()]);
}

/** What is done in one slot, until it has its units. */
class SlotTask {
  readonly slot: LineSlotAt;
  readonly #serial: string | undefined;
  readonly #count: number;
  #begun = false;
  readonly reports: UnitReport[] = [];
  /** Why it has no unit. */
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

  /** Begins what the slot waits for. @returns the result of a chip whose serial number nobody gave */
  look(line: Line): UnitReport | undefined {
    const at = line.slotState(this.slot.number);
    if (at === undefined || this.isDone) return undefined;
    const { name, chipId } = at.state;
    this.#begun ||= chipId !== undefined;
    if (name === 'ready') line.start(this.slot.number);
    if (name !== 'needs-scan' || chipId === undefined) return undefined;
    if (this.#serial !== undefined && line.startWith(this.slot.number, this.#serial)) return undefined;
    return { result: 'fail', chipId, fault: at.state.fault ?? fault('job/serial-missing', { job: line.job.title }), ms: 0 };
  }
}

/** Does units in several slots at once: each works for itself. */
export async function runSlots(context: Context, { file, parts, service, slots: wanted, serials, count }: SlotsRun): Promise<Result<Answered>> {
  const slots = await chosenSlots(context, wanted);
  if (!slots.ok) return slots;
  if (serials.length > 0 && (serials.length !== slots.value.length || count !== 1)) return err(fault('usage/bad-option', { message: `--serial takes one number for each slot, in their order: there are ${slots.value.length} slots and ${serials.length} numbers; without --count.` }));
  const faults = simulatedFaults(context.environment);
  if (!faults.ok) return faults;
  const boards = new SimulatedBoards({ clock: nodeClock, random: nodeRandomness, timing: 'none', faults: faults.value }, () => undefined);
  const tasks = new Map(slots.value.map((slot, at) => [slot.number, new SlotTask(slot, serials[at], count)]));
  await work(context, tasks, (parts_) => new Line({ file, open: async () => ok(parts), stillAdmitted: () => service.stillAdmitted(file), clock: nodeClock, now: parts.now, makeBoard: () => new Board({ clock: nodeClock, openPort: (path) => openPort(path, boards), onExchange: () => undefined, ...(context.timeoutMs === undefined ? {} : { timeoutMs: context.timeoutMs }) }), ...parts_ }));
  const kept = await boards.close();
  return kept.ok ? ok({ json: undefined, lines: [], exitCode: exitCodeOf([...tasks.values()]) }) : kept;
}

type Told = Pick<ConstructorParameters<typeof Line>[0], 'watchSlots' | 'onChange' | 'onStep' | 'onUnit' | 'onReport'>;

/** Runs the line until every slot has its units. */
async function work(context: Context, tasks: ReadonlyMap<number, SlotTask>, makeLine: (told: Told) => Line): Promise<void> {
  const { promise: finished, resolve: finish } = withResolvers();
  let setSlots: (slots: readonly LineSlotAt[]) => void = () => undefined;
  const nameOf = (number: number): string => tasks.get(number)?.slot.name ?? '';
  const report = (task: SlotTask | undefined, unit: UnitReport): void => {
    if (task === undefined || task.isDone) return;
    task.reports.push(unit);
    tellResult(context, unit, task.slot.name, tasks.size > 1);
    if (!task.isDone) progress(context.io, `  ${task.slot.name}: waiting for the next chip`);
    done();
  };
  const done = (): void => {
    const open = [...tasks.values()].filter((task) => !task.isDone);
    setSlots(open.map(({ slot }) => slot));
    if (open.length === 0) finish();
  };
  const look = (): void => {
    for (const task of tasks.values()) {
      const unit = task.look(line);
      if (unit !== undefined) report(task, unit);
    }
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
  const stop = nodeClock.after(firstChipMs, () => {
    for (const task of tasks.values()) {
      if (task.isDone || task.hadChip) continue;
      task.noChip = line.slotState(task.slot.number)?.whyEmpty ?? fault('slot/missing', { slot: task.slot.name });
      tellNoChip(context, task.slot.name, task.noChip);
    }
    done();
  });
  await finished;
  stop();
  await line.close();
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
