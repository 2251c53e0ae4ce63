import type { Reviewed } from './reviewed.ts';

type HoldsSecrets = Pick<Reviewed, 'materials'>;

/** Overwrites what a plan names. */
export function wipe({ materials }: HoldsSecrets): void {
  for (const secret of materials.values()) secret.wipe();
}

/** How long the secrets of plans stay in memory: those of the review that is shown, and of a run that can be resumed. */
export class PlanMemory {
  #ofRun: HoldsSecrets | undefined;

  /** A run begins, or goes on; the one before it can no longer be resumed from memory. */
  keep(reviewed: HoldsSecrets): void {
    const before = this.#ofRun;
    this.#ofRun = reviewed;
    this.drop(before);
  }

  /** A review is over: its secrets are overwritten, but those of a run that can still be resumed. */
  drop(reviewed: HoldsSecrets | undefined): void {
    if (reviewed !== undefined && reviewed !== this.#ofRun) wipe(reviewed);
  }

  /** When the window closes: nothing can be resumed from memory. */
  close(): void {
    if (this.#ofRun !== undefined) wipe(this.#ofRun);
  }
}
