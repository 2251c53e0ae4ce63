import type { Clock } from '../../../core/bridge/bytePort.ts';
import { hex } from '../../../core/bytes/hex.ts';
import type { RunView } from '../../../core/contract/plan.ts';
import { parseUid } from '../../../core/objects/uid.ts';
import { must } from '../../../core/result/result.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { differing, lockedOpen, LockWatch, statesOf } from '../faults/invariants.ts';
import type { Drawn } from './draw.ts';
import type { Order } from './orders.ts';
import type { Dice } from './dice.ts';
import { Seat, type Transfer } from './seat.ts';

/** A run that must be in the journal. */
export interface Seen {
  readonly run: string;
  readonly state: 'finished' | 'failed' | 'interrupted';
  /** `id: state` of each step, if the process was not killed meanwhile. */
  readonly steps: string;
}

/** What is known about a chip at the end of its visit. */
export interface Served {
  readonly nth: number;
  readonly order: string;
  readonly uid: string;
  readonly chipId: string;
  /** Oldest first. */
  readonly runs: readonly Seen[];
  readonly faults: number;
  readonly wrong: readonly string[];
}

const uidOf = (state: ChipState): string => state.objects['e0c2']?.data ?? '';
export const chipIdOf = (state: ChipState): string => must(parseUid(hex(uidOf(state)))).chipId;

/**
 * Whether the journal must have the run. The start is recorded before anything is done; a run in which no step began
 * was refused before that.
 */
const isRecorded = ({ steps }: RunView): boolean => steps.some(({ state }) => state !== 'waiting');
/** Returns the steps and states in a fixed order, because the window shows locks last, whatever the plan's order is. */
export const stepsOf = ({ steps }: { readonly steps: readonly { readonly id: string; readonly state: string }[] }): string =>
  steps.map(({ id, state }) => `${id}: ${state}`).sort().join(', ');

/** What to do with a chip. */
export interface Job {
  readonly order: Order;
  readonly nth: number;
  readonly drawn: Drawn;
  readonly dice: Dice;
  /** Called for every request that reached the chip. */
  readonly heard?: Transfer;
}

/** One chip on the technician's desk, from connecting it until it is done. */
export class Visit {
  readonly order: Order;
  readonly nth: number;
  readonly seat: Seat;
  readonly chipId: string;
  readonly #uid: string;
  readonly #watch: LockWatch;
  readonly #runs: Seen[] = [];
  readonly wrong: string[] = [];
  /** Whether the station has shown this chip. */
  greeted = false;
  /** Whether the station has a run of this chip that can be resumed. */
  begun = false;

  constructor({ order, nth, drawn, heard }: Job, clock: Clock) {
    const start = order.start(nth);
    const wanted = order.wanted(nth);
    this.order = order;
    this.nth = nth;
    this.chipId = chipIdOf(start);
    this.#uid = uidOf(start);
    this.#watch = new LockWatch(order.plan, () => wanted);
    this.seat = new Seat(start, drawn, clock, (apdu, response) => {
      heard?.(apdu, response);
      this.#watch.see(apdu, response, () => this.seat.state);
    });
  }

  /** The last run that the journal has. */
  get recorded(): string | undefined {
    return this.#runs.at(-1)?.run;
  }

  /** Called when a new run begins, which proves everything again. */
  begin(): void {
    this.#watch.restart();
  }

  /** Puts this chip back after another one replaced it, and checks that the other one is unchanged. */
  putBack(): void {
    if (this.seat.putBack()) this.wrong.push('another chip, put in place of this one, was changed');
  }

  /**
   * Called when a run has ended.
   * @param recorded whether the journal has the run. This is required if the run began a step, optional otherwise.
   * @returns whether the chip is done
   */
  ended(run: RunView, recorded: boolean): boolean {
    const { state } = this.seat;
    const { order } = this;
    const done = run.state === 'finished';
    if (recorded || isRecorded(run)) this.#runs.push({ run: run.runId, state: done ? 'finished' : 'failed', steps: stepsOf(run) });
    if (run.chipId !== this.chipId) this.wrong.push(`a run of ${run.chipId} on ${this.chipId}`);
    for (const id of order.conditions.strange(state)) this.wrong.push(`${id} has conditions that no step gives it`);
    for (const id of lockedOpen(state, order.plan)) this.wrong.push(`${id} is locked and open`);
    if (done) for (const id of differing(statesOf(state), order.wanted(this.nth))) this.wrong.push(`finished, and ${id} differs from the uninterrupted run`);
    return done;
  }

  /**
   * Called when the process died.
   * @param run the run in progress at that time
   * @param recorded whether the journal has the run. A run is recorded before its first step begins.
   */
  killed(run: RunView | undefined, recorded: boolean): void {
    this.begun = false;
    if (run?.chipId === this.chipId && run.state === 'running' && (recorded || isRecorded(run))) this.#runs.push({ run: run.runId, state: 'interrupted', steps: '' });
  }

  served(): Served {
    const { nth, order, chipId, seat } = this;
    if (this.#runs.at(-1)?.state !== 'finished') this.wrong.push('was never finished');
    const wrong = [...new Set([...this.wrong, ...this.#watch.broken])];
    return { nth, order: order.name, uid: this.#uid, chipId, runs: this.#runs, faults: seat.faults, wrong };
  }
}
