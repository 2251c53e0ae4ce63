import { utf8 } from '../../../core/bytes/bytes.ts';
import type { ObjectEdit } from '../../../core/contract/objects.ts';
import type { PlanView, RunView } from '../../../core/contract/plan.ts';
import type { ReplyOf } from '../../../core/contract/operations.ts';
import { hideSecrets } from '../../../core/plan/hideSecrets.ts';
import { decodePlan, encodePlan } from '../../../core/plan/planFile.ts';
import { runPlan } from '../../../core/plan/run.ts';
import { toolsOn, type StepOutput } from '../../../core/plan/stepKind.ts';
import { rehearsedOrder } from '../../../core/plan/rehearsal.ts';
import type { Oid } from '../../../core/objects/oid.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { withConfirmation } from '../../journal/confirm.ts';
import { earlierRuns } from '../../journal/earlierRuns.ts';
import { RunRecord } from '../../journal/recorder.ts';
import type { Board, Work } from '../../board/board.ts';
import { isSimulated } from '../../simulated/simulatedNames.ts';
import { dataSetFilePlan } from '../datasets/index.ts';
import { editPlan } from '../objects/index.ts';
import { faultView } from '../faultView.ts';
import { noteAfter, noteBefore } from './noteSecrets.ts';
import { explained } from './explained.ts';
import { missingMaterials, withMaterial } from './addMaterial.ts';
import { materialsFor } from './planMaterials.ts';
import type { PlanParts } from './planParts.ts';
import { rememberKeys } from './rememberKeys.ts';
import { expectedMs, viewPlan } from './planView.ts';
import { checkConfirmed, checkReviewed, confirmedObjects, typedFor, review, wroteBefore, type Confirmations, type FindEarlier, type Reviewed, type ReviewParts } from './reviewed.ts';
import { Reviews } from './reviews.ts';
import { refuseParts, shownInWindow } from './shownRehearsal.ts';
import { RunPicture } from './runView.ts';
import type { PlanWithMaterials } from '../../../core/plan/planWithMaterials.ts';
import { planOfWizard, readWizardChip } from '../wizard/index.ts';

interface Running {
  readonly planId: string;
  readonly reviewed: Reviewed;
  readonly picture: RunPicture;
  /** What steps gave out, by step id; kept for a resumed run. */
  readonly outputs: Map<string, StepOutput>;
  /** It goes on with a run of this window that stopped. */
  readonly again: boolean;
  stop: boolean;
}

function wipe({ materials }: Pick<Reviewed, 'materials'>): void {
  for (const secret of materials.values()) secret.wipe();
}

interface Ended {
  readonly state: 'finished' | 'failed' | 'cancelled';
  readonly fault?: Fault;
}

/** Plans from review to report. A plan runs only after its own review was shown, once, for this very chip. */
export class PlanService {
  readonly #parts: PlanParts;
  /** The host tells it what happens to the page. */
  readonly reviews: Reviews;
  #running: Running | undefined;

  constructor(parts: PlanParts) {
    this.#parts = parts;
    this.reviews = new Reviews((planId, because) => parts.onReviewVoid({ planId, fault: faultView(fault('plan/review-void', { because })) }));
    parts.board.onChange((change) => this.reviews.see(change));
  }

  async fromWizard(): Promise<Result<PlanView>> {
    const { board, wizard, random } = this.#parts;
    return this.#reviewing(async (work) => {
      const snapshot = await readWizardChip(work);
      return snapshot.ok ? planOfWizard(wizard, snapshot.value, random) : snapshot;
    }, board, { earlier: this.#earlier });
  }

  async open(ticket: string): Promise<Result<PlanView>> {
    const held = this.#parts.tickets.open(ticket);
    if (!held.ok) return held;
    return this.fromText(new TextDecoder().decode(held.value.bytes), held.value.name);
  }

  /** A plan's text, from a file or out of the journal. */
  async fromText(text: string, name: string): Promise<Result<PlanView>> {
    const plan = decodePlan(text, name);
    if (!plan.ok) return plan;
    return this.#reviewing(async () => ok({ plan: plan.value, materials: materialsFor(plan.value, this.#parts.wizard) }), this.#parts.board, { earlier: this.#earlier, resumes: true });
  }

  /** A file for a material that the plan of this review names: the plan is rehearsed again with it. */
  async addMaterial(planId: string, name: string, ticket: string): Promise<Result<PlanView>> {
    const made = await withMaterial(() => this.reviews.find(planId), name, this.#parts.tickets.open(ticket));
    return made.ok ? this.#reviewing(async () => made, this.#parts.board, { earlier: this.#earlier, resumes: true }) : made;
  }

  async fromDataSet(ticket: string): Promise<Result<PlanView>> {
    const held = this.#parts.tickets.open(ticket);
    if (!held.ok) return held;
    const made = dataSetFilePlan(held.value.bytes, held.value.name);
    return made.ok ? this.#reviewing(async () => made, this.#parts.board) : made;
  }

  /** An edit of one object, as a plan of its own. */
  fromEdit(edit: ObjectEdit): Promise<Result<PlanView>> {
    const { board, tickets } = this.#parts;
    return this.#reviewing((work) => editPlan(edit, work, tickets), board);
  }

  /** A plan that another room made. */
  fromMade(made: PlanWithMaterials & { readonly warnings: readonly string[] }): Promise<Result<PlanView>> {
    return this.#reviewing(async () => ok(made), this.#parts.board);
  }

  /** The plan as a file, with what was confirmed by now under the station's seal. */
  async save(planId: string, confirmations: Confirmations): Promise<Result<ReplyOf<'plan/save'>>> {
    const reviewed = this.reviews.find(planId);
    if (reviewed === undefined) return err(fault('plan/not-reviewed', {}));
    const { journal, random, saveFile } = this.#parts;
    const hidden = hideSecrets(reviewed.plan, reviewed.snapshot);
    const sealed = await withConfirmation(hidden, { ...reviewed, objects: confirmedObjects(reviewed, confirmations) }, journal, random);
    return sealed.ok ? saveFile('plan.json', utf8(encodePlan(sealed.value))) : sealed;
  }

  /** Starts the run; its progress comes as events. */
  async run(planId: string, confirmations: Confirmations): Promise<Result<RunView>> {
    if (this.isRunning()) return err(fault('plan/running', {}));
    const reviewed = this.reviews.runnable(planId);
    if (!reviewed.ok) return reviewed;
    const confirmed = checkConfirmed(reviewed.value, ({ id }) => typedFor(confirmations, id));
    if (!confirmed.ok) return confirmed;
    const chip = this.#chipOf(reviewed.value);
    return chip.ok ? ok(this.#start(planId, reviewed.value)) : chip;
  }

  /** The same plan again, from what the chip holds now. What was confirmed stays confirmed: it is the same plan. */
  async resume(): Promise<Result<RunView>> {
    if (this.isRunning()) return err(fault('plan/running', {}));
    const last = this.#running;
    if (last === undefined || last.picture.view.state === 'finished') return err(fault('plan/nothing-running', {}));
    const chip = this.#chipOf(last.reviewed);
    return chip.ok ? ok(this.#start(last.planId, last.reviewed, last.outputs)) : chip;
  }

  /** Whether the chip that is known to be on the board is the one that the review was made for, and may do what it might then. */
  #chipOf(reviewed: Reviewed): Result<void> {
    const here = this.#parts.board.chip();
    return here.ok ? checkReviewed(reviewed, here.value) : here;
  }

  state(): RunView | undefined {
    return this.#running?.picture.view;
  }

  cancel(): RunView | undefined {
    const running = this.#running;
    if (running !== undefined && this.isRunning()) {
      running.stop = true;
      running.picture.cancelling();
    }
    return running?.picture.view;
  }

  /** The review that was shown counts no more; its secrets are overwritten, but those of a run that can be resumed. */
  forget(): void {
    this.#drop(this.reviews.clear());
  }

  /** When the window closes: nothing is resumed from memory any more. */
  close(): void {
    for (const held of [this.reviews.clear(), this.#running?.reviewed]) if (held !== undefined) wipe(held);
  }

  /** Overwrites the secrets of a review that is over, but those of a run that can still be resumed. */
  #drop(reviewed: Reviewed | undefined): void {
    if (reviewed !== undefined && reviewed !== this.#running?.reviewed) wipe(reviewed);
  }

  isRunning(): boolean {
    const state = this.#running?.picture.view.state;
    return state === 'running' || state === 'cancelling';
  }

  async #reviewing(
    make: (work: Work) => Promise<Result<PlanWithMaterials & { readonly warnings?: readonly string[] }>>,
    board: Board,
    from: Pick<ReviewParts, 'earlier' | 'resumes'> = {},
  ): Promise<Result<PlanView>> {
    if (this.isRunning()) return err(fault('plan/running', {}));
    const begun = this.reviews.begin();
    return board.run('Rehearsing on a twin of the chip', async (work) => {
      const made = await make(work);
      if (!made.ok) return made;
      const { random, clock } = this.#parts;
      const { materials, known } = made.value;
      const holds = (object: Oid): boolean => this.#parts.written.holds(work.identity.uid.chipId, object);
      const allowed = refuseParts(made.value.plan, holds);
      if (!allowed.ok) return (wipe(made.value), allowed);
      const reviewed = await review(made.value.plan, { materials, random, clock, ...from, ...(known === undefined ? {} : { known }) }, work);
      for (const secret of known?.values() ?? []) secret.wipe();
      if (!reviewed.ok) return (wipe(made.value), reviewed);
      const shown = shownInWindow({ ...reviewed.value, ...(made.value.typed === true ? { typed: true } : {}) }, holds);
      const { planId, replaced } = this.reviews.add(shown, begun);
      this.#drop(replaced);
      const simulated = isSimulated(board.state.path ?? '');
      const { chipId } = work.identity.uid;
      return ok(viewPlan(planId, made.value.plan, shown.rehearsal, { chipId, simulated, warnings: made.value.warnings ?? [], needs: missingMaterials(reviewed.value) }));
    });
  }

  readonly #earlier: FindEarlier = (on) => earlierRuns(this.#parts.journal, { ...on, port: this.#parts.board.state.path ?? '' });

  #start(planId: string, reviewed: Reviewed, outputs?: Map<string, StepOutput>): RunView {
    const { board, now, clock, onRun } = this.#parts;
    const { plan, rehearsal, snapshot } = reviewed;
    const costs = new Map(rehearsal.steps.map((step) => [step.step.id, expectedMs(step)]));
    const about = {
      planId,
      plan,
      order: rehearsedOrder(rehearsal),
      chipId: snapshot.uid.chipId,
      simulated: isSimulated(board.state.path ?? ''),
      startedAt: now().toISOString(),
    };
    const running: Running = { planId, reviewed, picture: new RunPicture(about, costs, () => clock.now(), onRun), outputs: outputs ?? new Map<string, StepOutput>(), again: outputs !== undefined, stop: false };
    const before = this.#running?.reviewed;
    this.#running = running;
    this.#drop(before);
    // What any review showed of the chip is about to change.
    this.reviews.void('run');
    void this.#drive(running);
    return running.picture.view;
  }

  async #drive(running: Running): Promise<void> {
    const { plan, materials } = running.reviewed;
    const { random, board, journal } = this.#parts;
    const outcome = await board.run<Ended>(plan.title, async (work) => {
      const asReviewed = checkReviewed(running.reviewed, work.identity);
      // The run asks the chip itself whether it is another one, and its record says so.
      if (!asReviewed.ok && asReviewed.fault.code !== 'chip/other') return asReviewed;
      const { runId, simulated } = running.picture.view;
      // Asked for again: the run that this one goes on with is in the journal since the review.
      const earlier = running.again ? await this.#earlier(running.reviewed) : ok(running.reviewed.earlier);
      if (!earlier.ok) return earlier;
      const { rehearsal, snapshot } = running.reviewed;
      const record = await RunRecord.begin(journal, { run: runId, plan, rehearsal, identity: snapshot, port: board.state.path ?? '', simulated, materials });
      if (!record.ok) return record;
      const tools = toolsOn(work, { materials, random, outputs: running.outputs, ...wroteBefore(earlier.value) });
      const result = await runPlan(plan, tools, {
        stop: () => running.stop,
        before: async (step) => {
          running.picture.begin(step);
          await noteBefore(step, running.reviewed, this.#parts.written);
          return record.value.hooks.before(step);
        },
        after: async (step, stepOutcome) => {
          running.picture.end(step, stepOutcome);
          await noteAfter(step, stepOutcome, running.reviewed, this.#parts.written);
          return record.value.hooks.after(step, stepOutcome);
        },
      }, rehearsedOrder(rehearsal));
      for (const { step, outcome } of result.steps) running.picture.judge(step, outcome);
      const why = await explained(plan, result, work, simulated);
      const recorded = await record.value.end(result, why);
      if (why !== undefined) return ok({ state: result.state, fault: why });
      return recorded.ok ? ok({ state: result.state }) : recorded;
    });
    await rememberKeys(this.#parts.keys, running.reviewed, running.outputs);
    // Nothing is left to resume.
    if (outcome.ok && outcome.value.state === 'finished') wipe(running.reviewed);
    if (!outcome.ok) running.picture.finish('failed', outcome.fault);
    else running.picture.finish(outcome.value.state, outcome.value.fault);
  }

}
