import type { UnitResult, UnitTry } from '../../../core/job/units.ts';

interface Reserved {
  readonly serial: string | undefined;
  readonly at: string;
  content: readonly string[];
  /** Undefined until the unit has ended. */
  result?: UnitTry['result'];
}

/** How many ended units are kept: several times the number of slots. */
const endedKept = 64;

/**
 * Serial numbers and contents that units of this process have chosen and that are not in the journal yet. Otherwise slots that
 * begin at the same time would choose the same ones, and all but one would have to plan again. The journal has the last word.
 */
export class Reservations {
  readonly #units = new Map<string, Reserved>();
  /** Units that have ended, oldest first. */
  readonly #ended = new Map<string, Reserved>();

  /** @returns false when another chip has this number */
  take(chipId: string, serial: string | undefined, now: Date): boolean {
    if (serial !== undefined && [...this.#units].some(([other, reserved]) => other !== chipId && reserved.serial === serial)) return false;
    this.#units.set(chipId, { serial, at: now.toISOString(), content: [] });
    return true;
  }

  /** Reserves content for a chip. @param content SHA-256 of what only this unit may have */
  takeContent(chipId: string, content: readonly string[]): void {
    const reserved = this.#units.get(chipId);
    if (reserved !== undefined) reserved.content = content;
  }

  /**
   * Ends a unit.
   * @param taken how it ended, if it is in the journal. Then it is kept for a while: other slots may have read the journal before
   */
  free(chipId: string, taken: { readonly result: UnitResult | undefined } | undefined): void {
    const reserved = this.#units.get(chipId);
    this.#units.delete(chipId);
    this.#ended.delete(chipId);
    if (taken === undefined || reserved === undefined) return;
    const { result } = taken;
    this.#ended.set(chipId, result === 'done-before' ? reserved : { ...reserved, result });
    for (const [oldest] of this.#ended) if (this.#ended.size > endedKept) this.#ended.delete(oldest);
  }

  /** Returns what other chips have chosen. */
  triesOfOthers(chipId: string): UnitTry[] {
    return [...this.#ended, ...this.#units].flatMap(([other, reserved]): UnitTry[] => (other === chipId ? [] : [{ run: '', chipId: other, ...reserved, reserved: true }]));
  }
}
