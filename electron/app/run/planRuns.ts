import type { RunView } from '../../../core/contract/plan.ts';
import { rehearsedOrder } from '../../../core/plan/rehearsal.ts';
import type { StepOutput } from '../../../core/plan/stepKind.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { earlierRuns } from '../../journal/earlierRuns.ts';
import { Confirmed, typedFor, type Confirmations } from './confirmed.ts';
import { noteAfter, noteBefore } from './noteSecrets.ts';
import { wipe, type PlanMemory } from './planMemory.ts';
import type { PlanParts } from './planParts.ts';
import { expectedMs } from './planView.ts';
import { rememberKeys } from './rememberKeys.ts';
import { showKeys } from './showKeys.ts';
import { checkReviewed, type Reviewed } from './reviewed.ts';
import type { Reviews } from './reviews.ts';
import { runReviewed, type RunPorts } from './runReviewed.ts';
import { RunPicture, writtenCertificates } from './runView.ts';

interface Running {
  readonly planId: string;
  readonly confirmed: Confirmed;
  readonly picture: RunPicture;
  /** What steps returned, by step id; kept for a resumed run. */
  readonly outputs: Map<string, StepOutput>;
  /** Whether this run resumes a stopped run of this window. */
  readonly again: boolean;
  stop: boolean;
}

/** The window's runs. Only one runs at a time. */
export class PlanRuns {
  readonly #parts: PlanParts;
  readonly #reviews: Reviews;
  readonly #memory: PlanMemory;
  #running: Running | undefined;

  constructor(parts: PlanParts, reviews: Reviews, memory: PlanMemory) {
    this.#parts = parts;
    this.#reviews = reviews;
    this.#memory = memory;
  }

  /** Starts the run. Events report its progress. */
  async run(planId: string, confirmations: Confirmations): Promise<Result<RunView>> {
    if (this.isRunning()) return err(fault('plan/running', {}));
    const reviewed = this.#reviews.runnable(planId);
    if (!reviewed.ok) return reviewed;
    const confirmed = Confirmed.by(reviewed.value, ({ id }) => typedFor(confirmations, id));
    return confirmed.ok ? this.#start(planId, confirmed.value) : confirmed;
  }

  /** Runs the same plan again from the chip's present content. Because the plan is the same, its confirmations stay valid. */
  async resume(): Promise<Result<RunView>> {
    if (this.isRunning()) return err(fault('plan/running', {}));
    const last = this.#running;
    if (last === undefined || last.picture.view.state === 'finished') return err(fault('plan/nothing-running', {}));
    return this.#start(last.planId, last.confirmed, last.outputs);
  }

  state(): RunView | undefined {
    return this.#running?.picture.view;
  }

  isRunning(): boolean {
    const state = this.state()?.state;
    return state === 'running' || state === 'cancelling';
  }

  cancel(): RunView | undefined {
    const running = this.#running;
    if (running !== undefined && this.isRunning()) {
      running.stop = true;
      running.picture.cancelling();
    }
    return running?.picture.view;
  }

  /** Starts a run if the chip is that of the review and the connection still has the same rights. */
  #start(planId: string, confirmed: Confirmed, outputs?: Map<string, StepOutput>): Result<RunView> {
    const { board } = this.#parts;
    const here = board.chip();
    const asReviewed = here.ok ? checkReviewed(confirmed.reviewed, here.value) : here;
    if (!asReviewed.ok) return asReviewed;
    const running: Running = { planId, confirmed, picture: this.#pictureOf(planId, confirmed), outputs: outputs ?? new Map<string, StepOutput>(), again: outputs !== undefined, stop: false };
    this.#running = running;
    this.#memory.keep(confirmed.reviewed);
    // The run changes the chip, so earlier reviews no longer count.
    this.#reviews.void('run');
    void this.#drive(running);
    return ok(running.picture.view);
  }

  #pictureOf(planId: string, { reviewed }: Confirmed): RunPicture {
    const { plan, rehearsal, snapshot } = reviewed;
    const { board, now, clock, onRun } = this.#parts;
    const costs = new Map(rehearsal.steps.map((step) => [step.step.id, expectedMs(step)]));
    const about = { planId, plan, order: rehearsedOrder(rehearsal), chipId: snapshot.uid.chipId, port: board.state.path ?? '', startedAt: now().toISOString(), written: writtenCertificates(reviewed) };
    return new RunPicture(about, costs, () => clock.now(), onRun);
  }

  #portsOf({ picture, outputs, again, confirmed: { reviewed } }: Running, stop: () => boolean): RunPorts {
    const { board, journal, random, written } = this.#parts;
    const port = board.state.path ?? '';
    return {
      run: picture.view.runId,
      journal,
      random,
      port,
      outputs,
      ...(again ? { earlier: (on) => earlierRuns(journal, { ...on, port }) } : {}),
      stop,
      onBegin: (step) => (picture.begin(step), noteBefore(step, reviewed, written)),
      onEnd: (step, outcome) => (picture.end(step, outcome), showKeys(board.knowledge.keys, step, outcome, outputs), noteAfter(step, outcome, reviewed, written)),
    };
  }

  /** Records which chip received the key of the pair. */
  #notePair({ pair, snapshot }: Reviewed, state: 'done' | 'failed'): void {
    const { wizard, now } = this.#parts;
    if (pair !== undefined) wizard.pairs.ended(pair, { state, chipId: snapshot.uid.chipId, at: now().toISOString() });
  }

  async #drive(running: Running): Promise<void> {
    const { confirmed, picture, outputs } = running;
    const { reviewed } = confirmed;
    const ran = await this.#parts.board.run(reviewed.plan.title, (work) => runReviewed(confirmed, work, this.#portsOf(running, () => running.stop)));
    await rememberKeys(this.#parts.keys, reviewed, outputs);
    this.#notePair(reviewed, ran.ok && ran.value.state === 'finished' ? 'done' : 'failed');
    if (!ran.ok) return picture.finish('failed', ran.fault);
    const { result, state, why } = ran.value;
    for (const { step, outcome } of result.steps) picture.judge(step, outcome);
    // A finished run cannot be resumed.
    if (state === 'finished') wipe(reviewed);
    picture.finish(state, why);
  }
}
