import { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { decodeJobFile } from '../../../core/job/jobFile.ts';
import { must } from '../../../core/result/result.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { triesOf } from '../../../electron/app/jobs/index.ts';
import { chipMemory, lineJob, releaseJob } from '../../../electron/app/line/testing/lineBench.ts';
import { journalFiles } from '../../../electron/journal/files.ts';
import { readJobHistory } from '../../../electron/journal/jobHistory.ts';
import { verifyFile } from '../../../electron/journal/verify.ts';
import type { Exchanged } from '../faults/cuts.ts';
import { Dice } from './dice.ts';
import { drawFaults, type Drawn } from './draw.ts';
import { fastClock } from './fastClock.ts';
import { LineWorld } from './lineWorld.ts';
import { exchanged } from './orders.ts';
import { Desk, Seat } from './seat.ts';

export const lineSlots = 8;
/**
 * How much faster than real time. It is less than for two ports, because the deadlines of eight slots pass while one
 * process works for all of them.
 */
const speed = 5;
/** When a board does nothing for this long, it is pulled out and plugged in again. ms of the clock */
const patienceMs = 60_000;
/** A chip is plugged in at most this many times. */
const mostPlugs = 12;

export interface LineSoakOptions {
  readonly units: number;
  readonly seed: string;
  readonly folder: string;
  /** The program dies after about this many units. */
  readonly dieEvery: number;
  /** Called after each unit. The delay of the event loop is not measured during this call. */
  readonly onUnit?: () => Promise<void>;
}

export interface LineSoaked {
  readonly units: number;
  readonly passed: number;
  /** Faults of link and board that really occurred. */
  readonly faults: number;
  readonly failedWrites: number;
  readonly deaths: number;
  /** Delay of the event loop: 99 of 100 turns are shorter. ms */
  readonly delayMs: number;
  readonly wrong: readonly string[];
}

/**
 * What is kept of a chip at its end, and what the operator was shown last. The whole memory is not kept, because it
 * would look like a leak.
 */
interface Ended {
  readonly nth: number;
  readonly chipId: string;
  readonly serial: string;
  readonly locked: boolean;
  readonly shown: string;
  readonly faults: number;
}

const numberIn = ({ objects }: ChipState): string => Buffer.from(objects['f1d4']?.data ?? '', 'hex').toString();
const isLocked = ({ objects }: ChipState): boolean => objects['f1d5']?.metadata?.includes('c00107') === true;
const chipIdIn = ({ objects }: ChipState): string => objects['e0c2']?.data?.slice(22, 42) ?? '';
const isSwap = ({ fault: { kind } }: Drawn['rules'][number]): boolean => kind === 'swap';

/** Records the exchanges of a unit without faults. @returns the exchanges, and the world in which it ran, which is closed */
async function measure(folder: string): Promise<{ readonly exchanges: readonly Exchanged[]; readonly world: LineWorld }> {
  const exchanges: Exchanged[] = [];
  const { world, desks, clock } = await makeWorld(folder, 1);
  await world.start();
  desks[0]?.put(new Seat(chipMemory(1), { rules: [] }, clock, (apdu, response) => exchanges.push(exchanged(apdu, response))));
  if (!(await world.until(() => world.line.view().slots[0]?.state === 'pass', patienceMs))) throw new Error(`a unit without faults does not pass: ${JSON.stringify(world.line.view())}`);
  await world.close();
  return { exchanges, world };
}

async function makeWorld(folder: string, slots: number) {
  const job = lineJob({ serial: { from: 'counter', prefix: 'N', width: 5, first: 1 } });
  const file = must(decodeJobFile(utf8(await releaseJob(folder, job)), 'soak.tbjob'));
  const clock = fastClock(speed);
  const desks = Array.from({ length: slots }, (_, at) => new Desk(`simulated:${at + 1}`));
  return { world: new LineWorld({ folder, file, desks, clock }), desks, clock, job };
}

type World = Awaited<ReturnType<typeof makeWorld>>;

/** Plugs one chip into a slot until the chip passes or has to be kept apart. */
async function serve({ world, desks, clock }: World, slot: number, nth: number, drawn: Drawn, disk: number): Promise<Ended> {
  const desk = desks[slot];
  if (desk === undefined) throw new Error(`no slot ${slot}`);
  const seat = new Seat(chipMemory(0x1000 + nth), drawn, clock, () => undefined);
  const chipId = chipIdIn(seat.state);
  const shown = () => world.line.view().slots[slot];
  desk.put(seat);
  if (disk > 0) world.fillDisk(disk);
  const isSettled = (): boolean => {
    const { state, chipId: here, fault } = shown() ?? {};
    return here === chipId && (state === 'pass' || state === 'done-before' || (state === 'check' && fault?.code === 'job/three-fails'));
  };
  // A failed unit whose chip is away cannot be started: the chip has to be plugged in again.
  const isOver = (): boolean => isSettled() || !seat.board.plugged || (shown()?.chipId === chipId && shown()?.startable === true);
  for (let plug = 1; ; plug++) {
    await world.until(isOver, patienceMs);
    if (isSettled() || plug === mostPlugs) {
      const ended = { nth, chipId, serial: numberIn(seat.state), locked: isLocked(seat.state), shown: isSettled() ? (shown()?.state ?? 'none') : 'none', faults: seat.faults };
      seat.board.unplug();
      await world.until(() => shown()?.chipId !== chipId, patienceMs);
      return ended;
    }
    seat.board.unplug();
    await world.until(() => shown()?.state === 'empty' || shown()?.startable === false, 2_000);
    desk.plug();
  }
}

/** Compares the journal with the chips and the screen at the end. @returns what is wrong */
async function judge(folder: string, { job }: World, all: readonly Ended[]): Promise<string[]> {
  const journal = join(folder, 'journal');
  const { lines, gap } = await readJobHistory(journal, job.issuedAt);
  const tries = triesOf(lines, job);
  const wrong = gap === undefined ? [] : [`the journal has a gap: ${gap}`];
  const passes = tries.filter(({ result }) => result === 'pass');
  for (const { nth, chipId, serial, locked, shown } of all) {
    const [pass, second] = passes.filter((one) => one.chipId === chipId);
    const good = shown === 'pass' || shown === 'done-before';
    if (second !== undefined) wrong.push(`chip ${nth} passed twice`);
    if (good !== (pass !== undefined)) wrong.push(`chip ${nth} was shown as ${shown}, and the journal has ${pass === undefined ? 'no' : 'a'} pass`);
    if (pass !== undefined && (serial !== pass.serial || !locked)) wrong.push(`chip ${nth} passed with ${pass.serial}, and holds ${serial}, ${locked ? 'locked' : 'open'}`);
  }
  const numbers = passes.map(({ serial }) => serial);
  if (new Set(numbers).size !== numbers.length) wrong.push('a serial number passed twice');
  const files = await journalFiles(journal);
  for (const file of files) {
    const verified = await verifyFile(join(journal, file));
    if (!verified.ok || verified.value.notes.length > 0) wrong.push(`${file} does not verify: ${JSON.stringify(verified)}`);
  }
  return files.length === 0 ? [...wrong, 'there is no journal'] : wrong;
}

/** Does units at eight slots of one program at once, with faults of the link, the board and the disk, and deaths of the program. */
export async function soakLine({ units, seed, folder, dieEvery, onUnit }: LineSoakOptions): Promise<LineSoaked> {
  const { exchanges, world: measured } = await measure(join(folder, 'measured'));
  const own = join(folder, 'soaked');
  const all = await makeWorld(own, lineSlots);
  const { world } = all;
  await world.start();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const ended: Ended[] = [];
  let [next, dying] = [0, Promise.resolve()];
  const work = async (slot: number): Promise<void> => {
    while (next < units) {
      const nth = next++;
      const dice = new Dice(`${seed} ${nth}`);
      const { host, rules } = drawFaults(exchanges, dice, false);
      // A full disk is combined with a fault of the link, because each alone is easier.
      const disk = dice.below(4) === 0 ? 1 + dice.below(3) : 0;
      if (nth % dieEvery === dieEvery - 1) dying = dying.then(() => world.die());
      await dying;
      ended.push(await serve(all, slot, nth, { rules: rules.filter((rule) => !isSwap(rule)), ...(host === undefined ? {} : { host }) }, disk));
      delay.disable();
      await onUnit?.();
      delay.enable();
    }
  };
  await Promise.all(all.desks.map((_, slot) => work(slot)));
  delay.disable();
  await world.close();
  const wrong = await judge(own, all, ended);
  // The chip of the closed line stays plugged in until here.
  if (measured.openedLate > 0) wrong.push('a closed line opened its port again');
  return { units: ended.length, passed: ended.filter(({ shown }) => shown === 'pass' || shown === 'done-before').length, faults: ended.reduce((sum, { faults }) => sum + faults, 0), failedWrites: world.failedWrites, deaths: world.deaths, delayMs: delay.percentile(99) / 1e6, wrong };
}
