import { fault } from '../../../core/result/fault.ts';
import { faultView } from '../faultView.ts';
import { PlanMemory, wipe } from './planMemory.ts';
import type { PlanParts } from './planParts.ts';
import { PlanReviewing } from './planReviewing.ts';
import { PlanRuns } from './planRuns.ts';
import { PlanSources } from './planSources.ts';
import { Reviews } from './reviews.ts';

/** Plans from review to run. A plan runs only after its own review was shown, once, for this very chip. */
export class PlanService {
  /** Which review counts. The host tells it what happens to the page. */
  readonly reviews: Reviews;
  readonly runs: PlanRuns;
  readonly reviewing: PlanReviewing;
  readonly sources: PlanSources;
  readonly #memory = new PlanMemory();

  constructor(parts: PlanParts) {
    this.reviews = new Reviews((planId, because) => parts.onReviewVoid({ planId, fault: faultView(fault('plan/review-void', { because })) }));
    parts.board.onChange((change) => this.reviews.see(change));
    this.runs = new PlanRuns(parts, this.reviews, this.#memory);
    this.reviewing = new PlanReviewing(parts, this.reviews, this.#memory, this.runs);
    this.sources = new PlanSources(parts, this.reviewing, this.reviews);
  }

  /** The review that was shown counts no more; its secrets are overwritten, but those of a run that can be resumed. */
  forget(): void {
    this.#memory.drop(this.reviews.clear());
  }

  /** When the window closes: nothing can be resumed from memory. */
  close(): void {
    const shown = this.reviews.clear();
    if (shown !== undefined) wipe(shown);
    this.#memory.close();
  }
}
