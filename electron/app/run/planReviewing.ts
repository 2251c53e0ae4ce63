import { utf8 } from '../../../core/bytes/bytes.ts';
import type { ReplyOf } from '../../../core/contract/operations.ts';
import type { PlanView } from '../../../core/contract/plan.ts';
import type { Oid } from '../../../core/objects/oid.ts';
import { hideSecrets } from '../../../core/plan/hideSecrets.ts';
import { encodePlan } from '../../../core/plan/planFile.ts';
import type { PlanWithMaterials } from '../../../core/plan/planWithMaterials.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { remembering, type Work } from '../../board/board.ts';
import { withConfirmation } from '../../journal/confirm.ts';
import { earlierRuns, lastFinished } from '../../journal/earlierRuns.ts';
import { isSimulated } from '../../simulated/simulatedNames.ts';
import { missingMaterials } from './addMaterial.ts';
import { confirmedObjects, type Confirmations } from './confirmed.ts';
import { wipe, type PlanMemory } from './planMemory.ts';
import type { PlanParts } from './planParts.ts';
import { viewPlan } from './planView.ts';
import { review, type FindEarlier, type ReviewParts } from './reviewed.ts';
import type { Reviews } from './reviews.ts';
import { refuseParts, shownInWindow } from './shownRehearsal.ts';

export type MadePlan = PlanWithMaterials & { readonly warnings?: readonly string[]; readonly pair?: string };

/** `procedure`: the verified writes of earlier runs count. `saved`: the same, and the plan may resume a run that stopped. */
export type ComesFrom = 'procedure' | 'saved';

/** Returns what a review may ask the journal; this depends on the plan's source. */
export const journalParts = (from: ComesFrom | undefined, earlier: FindEarlier): Pick<ReviewParts, 'earlier' | 'resumes'> =>
  from === undefined ? {} : { earlier, resumes: from === 'saved' };

/** Makes the reviews for the window. */
export class PlanReviewing {
  readonly #parts: PlanParts;
  readonly #reviews: Reviews;
  readonly #memory: PlanMemory;
  readonly #runs: { isRunning(): boolean };

  constructor(parts: PlanParts, reviews: Reviews, memory: PlanMemory, runs: { isRunning(): boolean }) {
    this.#parts = parts;
    this.#reviews = reviews;
    this.#memory = memory;
    this.#runs = runs;
  }

  /** Makes a plan for the connected chip and rehearses it. Only reads are sent. The review takes ownership of its secrets. */
  async review(make: (work: Work) => Promise<Result<MadePlan>>, from?: ComesFrom): Promise<Result<PlanView>> {
    if (this.#runs.isRunning()) return err(fault('plan/running', {}));
    const begun = this.#reviews.begin();
    return this.#parts.board.run('Rehearsing on a twin of the chip', async (given) => {
      const work = remembering(given);
      const made = await make(work);
      return made.ok ? this.#shown(made.value, begun, work, from) : made;
    });
  }

  async #shown(made: MadePlan, begun: number, work: Work, from: ComesFrom | undefined): Promise<Result<PlanView>> {
    const { random, clock, now, written, board, journal } = this.#parts;
    const { chipId } = work.identity.uid;
    const { materials, assumedSecrets, sends, files } = made;
    const port = board.state.path ?? '';
    const holds = (object: Oid): boolean => written.holds(chipId, object);
    const allowed = refuseParts(made.plan, holds);
    if (!allowed.ok) return (wipe(made), allowed);
    const asked = journalParts(from, (on) => earlierRuns(journal, { ...on, port }));
    const reviewed = await review(made.plan, { materials, random, clock, files, ...asked, ...(assumedSecrets === undefined ? {} : { assumedSecrets }), ...(sends === undefined ? {} : { sends }) }, work);
    for (const secret of assumedSecrets?.values() ?? []) secret.wipe();
    if (!reviewed.ok) return (wipe(made), reviewed);
    const shown = shownInWindow({ ...reviewed.value, ...(made.typed === true ? { typed: true } : {}), ...(made.pair === undefined ? {} : { pair: made.pair }) }, holds);
    const changes = shown.rehearsal.steps.some(({ state }) => state !== 'already-done');
    const doneBefore = from !== undefined && changes ? await lastFinished(journal.folder, work.identity.uid, port) : undefined;
    if (this.#reviews.isCleared(begun)) return (wipe(made), err(fault('plan/review-void', { because: 'forgotten' })));
    const { planId, replaced } = this.#reviews.add(shown, begun);
    this.#memory.drop(replaced);
    return ok(viewPlan(planId, made.plan, shown.rehearsal, { chipId, simulated: isSimulated(port), warnings: made.warnings ?? [], needs: missingMaterials(reviewed.value), ...(doneBefore === undefined ? {} : { doneBefore: { ...doneBefore, agoMs: now().getTime() - Date.parse(doneBefore.at) } }) }));
  }

  /** The plan as a file, with the confirmations typed so far under the station's seal. */
  async save(planId: string, confirmations: Confirmations): Promise<Result<ReplyOf<'plan/save'>>> {
    const reviewed = this.#reviews.find(planId);
    if (reviewed === undefined) return err(fault('plan/not-reviewed', {}));
    const { journal, random, saveFile } = this.#parts;
    const hidden = hideSecrets(reviewed.plan, reviewed.snapshot);
    const sealed = await withConfirmation(hidden, { ...reviewed, objects: confirmedObjects(reviewed, confirmations) }, journal, random);
    return sealed.ok ? saveFile('plan.json', utf8(encodePlan(sealed.value))) : sealed;
  }
}
