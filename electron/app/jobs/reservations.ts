import type { UnitTry } from '../../../core/job/units.ts';

interface Reserved {
  readonly serial: string | undefined;
  readonly at: string;
  content: readonly string[];
}

/**
 * Serial numbers and contents that units of this process have chosen and that are not in the journal yet. Without it, slots that
 * begin at once would choose the same ones, and all but one would plan their unit again. What counts is the journal.
 */
export class Reservations {
  readonly #units = new Map<string, Reserved>();

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

  free(chipId: string): void {
    this.#units.delete(chipId);
  }

  /** What other chips have chosen, as tries that do not count. */
  triesOfOthers(chipId: string): UnitTry[] {
    return [...this.#units].flatMap(([other, { serial, at, content }]): UnitTry[] => (other === chipId ? [] : [{ run: '', chipId: other, serial, at, content, result: 'fail' }]));
  }
}
