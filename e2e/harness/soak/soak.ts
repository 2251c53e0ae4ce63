import { join } from 'node:path';
import type { Exchange } from '../../../core/bridge/link.ts';
import { openJournal } from '../../../electron/journal/openJournal.ts';
import { nodeRandomness } from '../../../electron/serial/randomness.ts';
import type { Exchanged } from '../faults/cuts.ts';
import { Dice } from './dice.ts';
import { drawFaults } from './draw.ts';
import { fastClock } from './fastClock.ts';
import { judgeJournal } from './judge.ts';
import { exchanged, takeOrders, type Order } from './orders.ts';
import { Shift, type ShiftParts } from './shift.ts';
import type { Job, Served } from './visit.ts';

export interface SoakOptions {
  readonly chips: number;
  readonly seed: string;
  /** Everything is written into this folder. */
  readonly folder: string;
  /** Called after each chip. */
  readonly onServed?: (served: Served) => Promise<void>;
}

export interface Soaked {
  readonly chips: number;
  /** Faults that really occurred. Planned faults whose request never came are not counted. */
  readonly faults: number;
  /** Number of runs in the journal, without the first run of each chip. */
  readonly resumes: number;
  /** What is wrong, for people. */
  readonly wrong: readonly string[];
}

/** Ports of the one process, each with its own technician. */
export const ports = 2;
/** How much faster than real time the clock runs. */
const speed = 20;
/** The journal begins a new file each day, and a soak covers many days of work. */
const chipsADay = 25;
const dayMs = 86_400_000;
const firstDay = Date.UTC(2026, 0, 1, 8);

function startShifts(folder: string, served: () => number, onExchange?: (exchange: Exchange) => void): { readonly shifts: readonly Shift[]; readonly journal: string } {
  const started = performance.now();
  const now = (): Date => new Date(firstDay + (served() / chipsADay) * dayMs + (performance.now() - started));
  const journal = openJournal(folder, nodeRandomness, now);
  const parts: ShiftParts = { journal, folder, clock: fastClock(speed), now, ...(onExchange === undefined ? {} : { onExchange }) };
  return { shifts: Array.from({ length: ports }, (_, port) => new Shift(port, parts)), journal: journal.folder };
}

/** The exchanges of an uninterrupted run. */
interface Measured {
  readonly sizes: ReadonlyMap<Order, readonly Exchanged[]>;
  readonly exchanges: readonly Exchange[];
}

async function measure(orders: readonly Order[], folder: string): Promise<Measured> {
  const all: Exchange[] = [];
  const { shifts } = startShifts(folder, () => 0, (exchange) => all.push(exchange));
  const sizes = new Map<Order, Exchanged[]>();
  const [shift] = shifts;
  for (const [nth, order] of orders.entries()) {
    const exchanges: Exchanged[] = [];
    const served = await shift?.serve({ order, nth, drawn: { rules: [] }, dice: new Dice('measure'), heard: (apdu, response) => exchanges.push(exchanged(apdu, response)) });
    if (served?.wrong.length !== 0) throw new Error(`${order.name} does not go through: ${served?.wrong.join('; ')}`);
    sizes.set(order, exchanges);
  }
  await Promise.all(shifts.map((one) => one.close()));
  return { sizes, exchanges: all };
}

/** Draws the next job. In the first rounds, every port does every procedure; after that, procedures are random. */
function drawJob(nth: number, seed: string, orders: readonly Order[], sizes: ReadonlyMap<Order, readonly Exchanged[]>): Job {
  const dice = new Dice(`${seed} ${nth}`);
  const order = orders[Math.floor(nth / ports)] ?? dice.pick(orders);
  // At the first port, the process never dies, so that its program keeps its memory to the end.
  const mayKill = nth % ports > 0;
  return { order, nth, dice, drawn: drawFaults(sizes.get(order) ?? [], dice, mayKill) };
}

/** Provisions chips one after another at two ports, with faults. Each chip is judged when it is done, the journal at the end. */
export async function soak({ chips, seed, folder, onServed }: SoakOptions): Promise<Soaked> {
  const orders = await takeOrders();
  const { sizes, exchanges } = await measure(orders, join(folder, 'measured'));
  const all: Served[] = [];
  const { shifts, journal } = startShifts(join(folder, 'soaked'), () => all.length);
  for (const shift of shifts) shift.fillTrace(exchanges);
  const work = async (shift: Shift, port: number): Promise<void> => {
    for (let nth = port; nth < chips; nth += ports) {
      const served = await shift.serve(drawJob(nth, seed, orders, sizes));
      all.push(served);
      await onServed?.(served);
    }
  };
  await Promise.all(shifts.map(work));
  await Promise.all(shifts.map((shift) => shift.close()));
  const secrets = orders.flatMap((order) => order.secrets);
  const judged = all.flatMap(({ nth, order, wrong }) => wrong.map((why) => `chip ${nth}, ${order}: ${why}`));
  return {
    chips: all.length,
    faults: all.reduce((sum, { faults }) => sum + faults, 0),
    resumes: all.reduce((sum, { runs }) => sum + runs.length - 1, 0),
    wrong: [...judged, ...(await judgeJournal(journal, all, secrets))],
  };
}
