import { randomUUID } from 'node:crypto';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { BoardChange } from '../../board/board.ts';
import type { Reviewed } from './reviewed.ts';

/** Why a review no longer counts. */
export type VoidReason = 'newer' | 'chip' | 'link' | 'page' | 'access' | 'run';

interface Latest {
  readonly planId: string;
  readonly reviewed: Reviewed;
  shown: boolean;
  void?: VoidReason;
}

/** How many replaced reviews are kept, only to explain why they no longer count. */
const rememberedAtMost = 100;

/**
 * Decides which plan may run: that of the last review that this page received, on the chip of that review, if nothing has
 * made the review outdated. The main process decides this, whatever the page says.
 */
export class Reviews {
  #latest: Latest | undefined;
  readonly #replaced = new Map<string, VoidReason>();
  #happened = 0;
  #last: VoidReason = 'newer';
  /** What had happened when the reviews were cleared last. */
  #clearedAt = 0;
  readonly #onVoid: (planId: string, because: VoidReason) => void;

  /** @param onVoid called when the latest review stops counting */
  constructor(onVoid: (planId: string, because: VoidReason) => void = () => undefined) {
    this.#onVoid = onVoid;
  }

  /** Call it before the chip is read for a review. From here on, a change makes the review void. */
  begin(): number {
    return this.#happened;
  }

  /** @returns the id for the reply, and the review that it replaces */
  add(reviewed: Reviewed, begun: number): { readonly planId: string; readonly replaced: Reviewed | undefined } {
    const replaced = this.#latest;
    if (replaced !== undefined) this.#remember(replaced.planId, replaced.void ?? 'newer');
    const planId = randomUUID();
    this.#latest = { planId, reviewed, shown: false };
    if (begun !== this.#happened) this.#voidLatest(this.#last);
    return { planId, replaced: replaced?.reviewed };
  }

  /** Notes that the reply with the review was sent to the page. */
  delivered(planId: string): void {
    if (this.#latest?.planId === planId) this.#latest.shown = true;
  }

  /**
   * Handles events of the board. A review counts only while its chip stays connected and the connection keeps the rights
   * that it had at the review.
   */
  boardChanged({ state: { link }, chip }: BoardChange): void {
    if (link !== 'connected' && link !== 'busy') this.void('link');
    if (chip !== undefined) this.void(chip);
  }

  void(because: VoidReason): void {
    this.#happened++;
    this.#last = because;
    this.#voidLatest(because);
  }

  #voidLatest(because: VoidReason): void {
    const latest = this.#latest;
    if (latest === undefined) return;
    // When the chip was changed, the link was also lost on the way. "Another chip" is the better reason.
    if (latest.void !== undefined && !(because === 'chip' && latest.void === 'link')) return;
    latest.void = because;
    this.#onVoid(latest.planId, because);
  }

  /** Returns the review, if its plan may run now. */
  runnable(planId: string): Result<Reviewed, 'plan/not-reviewed' | 'plan/review-void'> {
    const latest = this.#latest;
    const before = latest?.planId === planId ? latest.void : this.#replaced.get(planId);
    if (before !== undefined) return err(fault('plan/review-void', { because: before }));
    return latest?.planId === planId && latest.shown ? ok(latest.reviewed) : err(fault('plan/not-reviewed', {}));
  }

  /** Returns the latest review, even when it may no longer run. Used to save its plan. */
  find(planId: string): Reviewed | undefined {
    return this.#latest?.planId === planId ? this.#latest.reviewed : undefined;
  }

  /** @returns the review that was kept */
  clear(): Reviewed | undefined {
    const kept = this.#latest?.reviewed;
    this.#latest = undefined;
    this.#clearedAt = ++this.#happened;
    return kept;
  }

  /** Whether the reviews were cleared since this `begin`. Then its review is no longer wanted. */
  isCleared(begun: number): boolean {
    return begun < this.#clearedAt;
  }

  #remember(planId: string, because: VoidReason): void {
    this.#replaced.set(planId, because);
    const [oldest] = this.#replaced.keys();
    if (this.#replaced.size > rememberedAtMost && oldest !== undefined) this.#replaced.delete(oldest);
  }
}
