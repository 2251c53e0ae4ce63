import type { Reviewed } from './reviewed.ts';

type HoldsSecrets = Pick<Reviewed, 'materials'>;

/** Wipes the materials of a plan. */
export function wipe({ materials }: HoldsSecrets): void {
  for (const secret of materials.values()) secret.wipe();
}

/** Keeps the secrets of plans in memory as long as needed: for the review on the screen, and for a run that can be resumed. */
export class PlanMemory {
  #ofRun: HoldsSecrets | undefined;

  /** A run begins or is resumed. The run before it can no longer be resumed from memory. */
  keep(reviewed: HoldsSecrets): void {
    const before = this.#ofRun;
    this.#ofRun = reviewed;
    this.drop(before);
  }

  /** A review has ended. Its secrets are wiped, unless a run with them can still be resumed. */
  drop(reviewed: HoldsSecrets | undefined): void {
    if (reviewed !== undefined && reviewed !== this.#ofRun) wipe(reviewed);
  }

  /** Called when the window closes. No run can be resumed from memory afterwards. */
  close(): void {
    if (this.#ofRun !== undefined) wipe(this.#ofRun);
  }
}
