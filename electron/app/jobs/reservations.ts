import type { UnitTry } from '../../../core/job/units.ts';

interface Reserved {
  readonly serial: string | undefined;
  readonly at: string;
  content: readonly string[];
}

/** Several times the slots of a station. */
const endedKept = 64;

/**
 * Serial numbers and contents that units of this process have chosen and that are not in the journal yet. Without it, slots that
 * begin at once would choose the same ones, and all but one would plan their unit again. The journal decides.
 */
export class Reservations {
  readonly #units = new Map<string, Reserved>();
  /** Units that are over, oldest first. */
  readonly #ended = new Map<string, Reserved>();

  /** @returns false when another chip has this number */
  take(chipId: string, serial: string | undefined, now: Date): boolean {
    if (serial !== undefined && [...this.#units].some(([other, reserved]) => other !== chipId && reserved.serial === serial)) return false;
    this.#units.set(chipId, { serial, at: now.toISOString(), content: [] });
    return true;
  }

  /** @param content SHA-256 of what is for this unit alone */
  takeContent(chipId: string, content: readonly string[]): void {
    const reserved = this.#units.get(chipId);
    if (reserved !== undefined) reserved.content = content;
  }

  /** The unit is over. @param taken it is in the journal: others may still decide on what they read before, so that it is kept for a while */
  free(chipId: string, taken: boolean): void {
    const reserved = this.#units.get(chipId);
    this.#units.delete(chipId);
    this.#ended.delete(chipId);
    if (!taken || reserved === undefined) return;
    this.#ended.set(chipId, reserved);
    for (const [oldest] of this.#ended) if (this.#ended.size > endedKept) this.#ended.delete(oldest);
  }

  /** What other chips have chosen, as tries that do not count. */
  triesOfOthers(chipId: string): UnitTry[] {
    return [...this.#ended, ...this.#units].flatMap(([other, { serial, at, content }]): UnitTry[] => (other === chipId ? [] : [{ run: '', chipId: other, serial, at, content, result: 'fail' }]));
  }
}
