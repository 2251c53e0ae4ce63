import { fault } from '../../../core/result/fault.ts';
import { faultView } from '../faultView.ts';
import { PlanMemory, wipe } from './planMemory.ts';
import type { PlanParts } from './planParts.ts';
import { PlanReviewing } from './planReviewing.ts';
import { PlanRuns } from './planRuns.ts';
import { PlanSources } from './planSources.ts';
import { Reviews } from './reviews.ts';

/** Plans from review to run. A plan runs only once, after its own review was shown, and only on the chip of that review. */
export class PlanService {
  /** Which review counts. The host reports what happens to the page. */
  readonly reviews: Reviews;
  readonly runs: PlanRuns;
  readonly reviewing: PlanReviewing;
  readonly sources: PlanSources;
  readonly #memory = new PlanMemory();

  constructor(parts: PlanParts) {
    this.reviews = new Reviews((planId, because) => parts.onReviewVoid({ planId, fault: faultView(fault('plan/review-void', { because })) }));
    parts.board.onChange((change) => this.reviews.boardChanged(change));
    this.runs = new PlanRuns(parts, this.reviews, this.#memory);
    this.reviewing = new PlanReviewing(parts, this.reviews, this.#memory, this.runs);
    this.sources = new PlanSources(parts, this.reviewing, this.reviews);
  }

  /** The shown review no longer counts. Its secrets are wiped, except those of a run that can be resumed. */
  forget(): void {
    this.#memory.drop(this.reviews.clear());
  }

  /** Called when the window closes. No run can be resumed from memory afterwards. */
  close(): void {
    const shown = this.reviews.clear();
    if (shown !== undefined) wipe(shown);
    this.#memory.close();
  }
}
