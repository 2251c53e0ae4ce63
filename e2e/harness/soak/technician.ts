import type { Clock } from '../../../core/bridge/bytePort.ts';
import type { PlanView, RunView } from '../../../core/contract/plan.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, type Result } from '../../../core/result/result.ts';
import { statesOf } from '../faults/invariants.ts';
import type { Dice } from './dice.ts';
import type { Order } from './orders.ts';
import { Seat, type Desk } from './seat.ts';
import type { Station } from './station.ts';
import { chipIdOf, Visit, type Job, type Served } from './visit.ts';
import { materialNames } from '../../../core/plan/wizard/plan.ts';

/** How long a person waits for a board that does not return, before pulling the cable. ms */
const patienceMs = 30_000;
const mostReplugs = 6;
const mostTries = 25;
/** In one of this many interruptions, the wrong chip is connected first. */
const mixUps = 6;
/** Wafer coordinates that no chip of the series has. */
const strangers = 0x10000;

const neverAnswers: ReadonlySet<string> = new Set(['link/dead', 'link/not-a-bridge']);

/** Returns the typed id of each object that will be locked. */
const confirmations = ({ steps }: PlanView): Record<string, string> =>
  Object.fromEntries(steps.filter(({ undoable }) => !undoable).map(({ id, object }) => [id, object]));

/** A person at one port: connects a chip, reviews, runs, and does what each fault says until the chip is done. */
export class Technician {
  readonly #desk: Desk;
  readonly #clock: Clock;
  readonly #start: () => Station;
  station: Station;
  /** Whether the program was just started and no port is chosen yet. */
  #fresh = true;

  /** @param start starts the program; called again after it died */
  constructor(desk: Desk, clock: Clock, start: () => Station) {
    this.#desk = desk;
    this.#clock = clock;
    this.#start = start;
    this.station = start();
  }

  /** Works on one chip until it is done. */
  async serve(job: Job): Promise<Served> {
    const visit = new Visit(job, this.#clock);
    this.#desk.put(visit.seat);
    // The process dies at most once for a chip, so later tries need no kill.
    let death: readonly Promise<'killed'>[] = [visit.seat.killed];
    for (let tries = 0; tries < mostTries; tries++) {
      const how = await Promise.race([this.#try(visit, job.dice), ...death]);
      if (how === true) break;
      if (how !== 'killed') continue;
      death = [];
      const run = this.station.plans.runs.state();
      visit.killed(run, run !== undefined && (await this.station.isRecorded(run.runId)));
      await this.#restart();
    }
    return visit.served();
  }

  async close(): Promise<void> {
    await this.station.close();
  }

  async #restart(): Promise<void> {
    await this.station.close();
    this.station = this.#start();
    this.#fresh = true;
  }

  /** Goes from a connected board to the end of one run. @returns whether the chip is done */
  async #try(visit: Visit, dice: Dice): Promise<boolean> {
    if (!(await this.#connected(visit))) return false;
    visit.begin();
    const started = await this.#begin(visit);
    const run = started.ok ? await this.station.ended() : undefined;
    if (run !== undefined && visit.ended(run, await this.station.isRecorded(run.runId))) return true;
    visit.putBack();
    const code = started.ok ? run?.fault?.code : started.fault.code;
    if (neverAnswers.has(code ?? '')) this.#desk.replug();
    else this.#desk.plug();
    if (visit.begun && dice.below(mixUps) === 0) await this.#mixUp(visit);
    return false;
  }

  /** Waits until the station shows this chip. Reconnects the cable when it does not. */
  async #connected(visit: Visit): Promise<boolean> {
    const { chipId } = visit;
    for (let tries = 0; tries < mostReplugs; tries++) {
      const chosen = this.#fresh;
      if (chosen) this.#fresh = !(await this.station.board.connect(this.#desk.path)).ok;
      if (await this.#sees(chipId)) {
        const announced = chosen || visit.greeted || this.station.announced === chipId;
        if (!announced) visit.wrong.push('another chip was on the port, and nobody said so');
        visit.greeted = true;
        return true;
      }
      visit.putBack();
      this.#desk.replug();
    }
    visit.wrong.push(`the board did not come back: ${JSON.stringify(this.station.board.state.fault?.code)}`);
    return false;
  }

  #sees(chipId: string): Promise<boolean> {
    const { board } = this.station;
    return this.station.until(() => board.state.link === 'connected' && board.state.identity?.uid.chipId === chipId, patienceMs);
  }

  /** Resumes the run in the station's memory, otherwise the one in the journal, otherwise begins a new one. */
  async #begin(visit: Visit): Promise<Result<RunView>> {
    const { plans } = this.station;
    if (visit.begun) return plans.runs.resume();
    const view = await this.#review(visit);
    if (!view.ok) return view;
    // A person sees which chip the review is for.
    if (view.value.chipId !== visit.chipId) return err(fault('chip/other', { expected: visit.chipId, found: view.value.chipId }));
    if (view.value.verdict === 'refused') visit.wrong.push(`the rehearsal refuses: ${view.value.fault?.code}`);
    // As in the host, a review counts as shown when the window has received it.
    plans.reviews.delivered(view.value.planId);
    const run = await plans.runs.run(view.value.planId, confirmations(view.value));
    visit.begun = run.ok;
    return run;
  }

  #review({ order, recorded }: Visit): Promise<Result<PlanView>> {
    const { plans, records } = this.station;
    if (recorded === undefined || !order.fromJournal) return plans.sources.fromMade({ plan: order.plan, materials: order.materials(), warnings: [] });
    this.#handOver(order);
    return records.resume(recorded);
  }

  /** The journal has no secrets, so they must be given again to resume a run. */
  #handOver({ device, materials }: Order): void {
    const { wizard } = this.station;
    if (device !== undefined) wizard.device.setKey({ key: device(), file: 'key.pem' });
    const secret = materials().get(materialNames.secret);
    if (secret !== undefined) wizard.setSecret({ secret, file: 'secret.txt' });
  }

  /** Connects another chip and tries to resume. This must be refused, and the chip must not change. */
  async #mixUp(visit: Visit): Promise<void> {
    const stranger = new Seat(visit.order.start(strangers + visit.nth), { rules: [] }, this.#clock, () => undefined);
    const before = JSON.stringify(statesOf(stranger.state));
    const chipId = chipIdOf(stranger.state);
    this.#desk.put(stranger);
    if (await this.#sees(chipId)) {
      const resumed = await this.station.plans.runs.resume();
      const code = resumed.ok ? (await this.station.ended())?.fault?.code : resumed.fault.code;
      if (code !== 'chip/other') visit.wrong.push(`resumed on another chip: ${code}`);
      if (JSON.stringify(statesOf(stranger.state)) !== before) visit.wrong.push('another chip was changed');
    } else visit.wrong.push('another chip on the port was not seen');
    this.#desk.put(visit.seat);
  }
}
