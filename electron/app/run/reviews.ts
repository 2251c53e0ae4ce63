import { randomUUID } from 'node:crypto';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { BoardChange } from '../../board/board.ts';
import type { Reviewed } from './reviewed.ts';

/** Why a review no longer counts. */
export type VoidReason = 'newer' | 'chip' | 'link' | 'page' | 'reach' | 'run';

interface Latest {
  readonly planId: string;
  readonly reviewed: Reviewed;
  shown: boolean;
  void?: VoidReason;
}

/** Reviews that were replaced are remembered only to say why they do not count. */
const rememberedAtMost = 100;

/**
 * Which plan may be run: the one whose review was the last that this page got, on this chip, since when nothing
 * happened that could make it untrue. Main decides that, whatever the page says.
 */
export class Reviews {
  #latest: Latest | undefined;
  readonly #replaced = new Map<string, VoidReason>();
  #happened = 0;
  #last: VoidReason = 'newer';
  readonly #onVoid: (planId: string, because: VoidReason) => void;

  /** @param onVoid told when the latest review stops counting */
  constructor(onVoid: (planId: string, because: VoidReason) => void = () => undefined) {
    this.#onVoid = onVoid;
  }

  /** Before the chip is read for a review; what happens from here on makes it void, too. */
  begin(): number {
    return this.#happened;
  }

  /** @returns the id that the reply carries, and the review that it replaces */
  add(reviewed: Reviewed, begun: number): { readonly planId: string; readonly replaced: Reviewed | undefined } {
    const replaced = this.#latest;
    if (replaced !== undefined) this.#remember(replaced.planId, replaced.void ?? 'newer');
    const planId = randomUUID();
    this.#latest = { planId, reviewed, shown: false };
    if (begun !== this.#happened) this.#voidLatest(this.#last);
    return { planId, replaced: replaced?.reviewed };
  }

  /** The reply with it went to the page. */
  delivered(planId: string): void {
    if (this.#latest?.planId === planId) this.#latest.shown = true;
  }

  /** What happens to the board: a review is for the chip that was there, for as long as it stayed, and for what could be done on it. */
  see({ state: { link }, chip }: BoardChange): void {
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
    // That it is another chip says more than that the link was lost on the way to it.
    if (latest.void !== undefined && !(because === 'chip' && latest.void === 'link')) return;
    latest.void = because;
    this.#onVoid(latest.planId, because);
  }

  /** The review, when its plan may be run now. */
  runnable(planId: string): Result<Reviewed, 'plan/not-reviewed' | 'plan/review-void'> {
    const latest = this.#latest;
    const before = latest?.planId === planId ? latest.void : this.#replaced.get(planId);
    if (before !== undefined) return err(fault('plan/review-void', { because: before }));
    return latest?.planId === planId && latest.shown ? ok(latest.reviewed) : err(fault('plan/not-reviewed', {}));
  }

  /** The latest review, whether or not it may still be run: to save its plan. */
  find(planId: string): Reviewed | undefined {
    return this.#latest?.planId === planId ? this.#latest.reviewed : undefined;
  }

  /** @returns the review that was held */
  clear(): Reviewed | undefined {
    const held = this.#latest?.reviewed;
    this.#latest = undefined;
    return held;
  }

  #remember(planId: string, because: VoidReason): void {
    this.#replaced.set(planId, because);
    const [oldest] = this.#replaced.keys();
    if (this.#replaced.size > rememberedAtMost && oldest !== undefined) this.#replaced.delete(oldest);
  }
}
