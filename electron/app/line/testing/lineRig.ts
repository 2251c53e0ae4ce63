import type { BytePort, Clock } from '../../../../core/bridge/bytePort.ts';
import type { Exchange } from '../../../../core/bridge/link.ts';
import { utf8 } from '../../../../core/bytes/bytes.ts';
import { decodeJobFile } from '../../../../core/job/jobFile.ts';
import type { Job, JobFile } from '../../../../core/job/job.ts';
import { fault, type Fault } from '../../../../core/result/fault.ts';
import { err, must, ok, type Result } from '../../../../core/result/result.ts';
import { createChip, type SimulatedChip } from '../../../../core/simulator/chip/chip.ts';
import type { ChipState } from '../../../../core/simulator/chip/state.ts';
import { createBoard, type Board as SimulatedBoard } from '../../../../core/simulator/firmware/board.ts';
import { parseFaults } from '../../../../core/simulator/faults/parse.ts';
import { profiles } from '../../../../core/simulator/profiles/profiles.ts';
import { Board } from '../../../board/board.ts';
import { openJournal } from '../../../journal/openJournal.ts';
import { nodeClock } from '../../../serial/clock.ts';
import { nodeRandomness } from '../../../serial/randomness.ts';
import { JobService, type UnitReport } from '../../jobs/index.ts';
import { Line, type LineSlotAt } from '../line.ts';
import type { SlotRunner } from '../slotRunner.ts';
import { lineJob, releaseJob } from './lineBench.ts';

/** A slot of a line without a window: a socket for simulated boards in memory. */
export class RigSlot {
  readonly number: number;
  readonly path: string;
  /** The program's port of this slot; tests can replace it with a broken one. */
  wrap: (port: BytePort) => BytePort = (port) => port;
  /** Why the port can't be opened: each fault counts for one try. */
  readonly refusals: Fault[] = [];
  #board: SimulatedBoard | undefined;
  #chip: SimulatedChip | undefined;

  constructor(number: number) {
    this.number = number;
    this.path = `simulated:slot ${number}`;
  }

  /** Plugs in a board with a chip of this memory. @param faults as TRUST_BENCH_SIM_FAULTS */
  plug(state: ChipState, faults = '', clock: Clock = nodeClock): SimulatedBoard {
    this.take();
    const parsed = parseFaults(faults);
    if ('bad' in parsed) throw new Error(parsed.bad);
    this.#chip = createChip({ profile: profiles['trust-m-v3'], random: nodeRandomness, clock, state });
    this.#board = createBoard({ chip: this.#chip, clock, timing: 'none', faults: parsed.rules, name: this.path });
    return this.#board;
  }

  /** Pulls the board out. @returns what its chip contains */
  take(): ChipState | undefined {
    this.#board?.unplug();
    const state = this.#chip?.snapshot();
    this.#board = undefined;
    return state;
  }

  get chip(): SimulatedChip {
    if (this.#chip === undefined) throw new Error('no chip was ever here');
    return this.#chip;
  }

  open(): Result<BytePort> {
    const refused = this.refusals.shift();
    if (refused !== undefined) return err(refused);
    return this.#board?.plugged === true ? ok(this.wrap(this.#board.port)) : err(fault('port/not-found', { port: this.path }));
  }
}

export interface Rig {
  readonly line: Line;
  readonly service: JobService;
  readonly file: JobFile;
  readonly slots: readonly RigSlot[];
  slot(number: number): RigSlot;
  /** The station no longer has this slot. */
  forget(number: number): void;
  /** All results, in their order. */
  readonly reports: readonly { readonly slot: number; readonly report: UnitReport }[];
  readonly exchanges: readonly Exchange[];
  /** Waits until the condition is true; fails after some seconds. */
  until(what: string, holds: () => boolean): Promise<void>;
  state(number: number): string;
  /** Tells the line that its slots are different in this. */
  tell(change: Partial<LineSlotAt>): void;
}

const at = ({ number, path }: RigSlot): LineSlotAt => ({ number, name: `Slot ${number}`, place: { row: 0, column: number - 1 }, path });

const longestMs = 30_000;

export interface RigOptions {
  /** A separate folder for the journal. */
  readonly folder: string;
  readonly slots: number;
  readonly job?: Job;
  readonly clock?: Clock;
  readonly pingMs?: number;
  /** Default: the clock of this computer. */
  readonly now?: () => Date;
  /** What is done at the slots before the line is opened. */
  readonly before?: (slot: Rig['slot']) => void;
}

/** A line of slots with simulated boards in memory, without window and files. */
export async function lineRig({ folder, slots: count, job = lineJob(), clock = nodeClock, pingMs = 1_000, now = () => new Date(), before }: RigOptions): Promise<Rig> {
  const file = must(decodeJobFile(utf8(await releaseJob(folder, job)), 'a.tbjob'));
  const service = JobService.in(folder, openJournal(folder, nodeRandomness, now), now);
  const slots = Array.from({ length: count }, (_, at) => new RigSlot(at + 1));
  const slot = (number: number): RigSlot => {
    const found = slots.find((one) => one.number === number);
    if (found === undefined) throw new Error(`no slot ${number}`);
    return found;
  };
  before?.(slot);
  let tell: (at: readonly LineSlotAt[]) => void = () => undefined;
  const [reports, exchanges]: [{ slot: number; report: UnitReport }[], Exchange[]] = [[], []];
  const line = new Line({
    file,
    open: async () => (await service.toRun(file, folder, { clock, random: nodeRandomness })).parts,
    stillAdmitted: () => service.stillAdmitted(file),
    makeBoard: () => new Board({ clock, pingMs, onExchange: (exchange) => exchanges.push(exchange), openPort: async (path) => slots.find((one) => one.path === path)?.open() ?? err(fault('port/not-found', { port: path })) }),
    clock,
    now,
    watchSlots: (listener) => {
      tell = listener;
      listener(slots.map(at));
      return () => undefined;
    },
    onChange: () => undefined,
    onReport: ({ number }: SlotRunner, report) => reports.push({ slot: number, report }),
  });
  await line.open();
  const state = (number: number): string => line.view().slots[number - 1]?.state ?? 'none';
  return {
    line,
    service,
    file,
    slots,
    slot,
    forget: (gone) => tell(slots.filter(({ number }) => number !== gone).map(at)),
    reports,
    exchanges,
    state,
    tell: (change) => tell(slots.map((one) => ({ ...at(one), ...change }))),
    async until(what, holds) {
      for (const end = performance.now() + longestMs; !holds(); ) {
        if (performance.now() > end) throw new Error(`not reached: ${what}; ${JSON.stringify(line.view())}`);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
  };
}
