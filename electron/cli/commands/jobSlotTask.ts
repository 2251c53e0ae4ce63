import { fault, type Fault } from '../../../core/result/fault.ts';
import { unreachable } from '../../../core/result/result.ts';
import type { UnitReport } from '../../app/jobs/index.ts';
import type { Line, LineSlotAt } from '../../app/line/index.ts';

type SlotAt = NonNullable<ReturnType<Line['slotState']>>;

/** What a task has to say about its slot. `waits`: the slot waits for the next chip, and this is in its way. */
export type Seen = { readonly what: 'unit'; readonly report: UnitReport } | { readonly what: 'no-chip' | 'waits'; readonly why: Fault };

/** The work in one slot, until its units are processed. */
export class SlotTask {
  readonly slot: LineSlotAt;
  readonly #serial: string | undefined;
  readonly #count: number;
  readonly #reports: UnitReport[] = [];
  /** Why the slot has no chip. */
  #noChip: Fault | undefined;
  /** Code of the last fault that was told. */
  #told: string | undefined;

  constructor(slot: LineSlotAt, serial: string | undefined, count: number) {
    this.slot = slot;
    this.#serial = serial;
    this.#count = count;
  }

  get reports(): readonly UnitReport[] {
    return this.#reports;
  }

  get noChip(): Fault | undefined {
    return this.#noChip;
  }

  get isDone(): boolean {
    return this.#noChip !== undefined || this.#reports.length >= this.#count;
  }

  /** Takes the result of a unit. @returns false when it does not belong to the task */
  take(report: UnitReport): boolean {
    // After a reset of its board, the line reports the chip of the last unit again.
    if (this.isDone || (report.result === 'done-before' && this.#isLast(report.chipId))) return false;
    this.#reports.push(report);
    this.#told = report.fault?.code;
    return true;
  }

  /**
   * Looks at the slot, and starts it if it waits for that. Before the first unit, a slot without a readable chip ends the task. After
   * it, the slot waits for the next chip.
   * @param job title of the job @returns what must be told, if anything
   */
  look(line: Pick<Line, 'slotState' | 'start' | 'startWith'>, job: string): Seen | undefined {
    const at = line.slotState(this.slot.number);
    if (at === undefined || this.isDone) return undefined;
    const { state, whyEmpty } = at;
    switch (state.name) {
      case 'empty':
      case 'connecting':
        return this.#reports.length === 0 ? this.#without(whyEmpty) : undefined;
      case 'stopped':
        return this.#stopped(at);
      case 'ready':
      case 'needs-scan':
        return this.#isLast(state.chipId) ? undefined : this.#begin(line, at, job);
      // The line works, or has reported the result.
      case 'looking':
      case 'working':
      case 'pass':
      case 'fail':
      case 'check':
      case 'done-before':
        return undefined;
      default:
        return unreachable(state.name);
    }
  }

  /** Whether the chip is the one of the last unit: it is still in the slot, or again. */
  #isLast(chipId: string | undefined): boolean {
    return chipId !== undefined && this.#reports.at(-1)?.chipId === chipId;
  }

  #without(why: Fault | undefined): Seen | undefined {
    this.#noChip = why;
    return why === undefined ? undefined : { what: 'no-chip', why };
  }

  /** A slot is stopped with its chip, or because nothing in it can be read. A unit that still runs there is reported by the line. */
  #stopped({ state: { chipId, fault: why }, isWorking }: SlotAt): Seen | undefined {
    if (why === undefined || isWorking) return undefined;
    if (chipId !== undefined && !this.#isLast(chipId)) return { what: 'unit', report: this.#fail(chipId, why) };
    if (this.#reports.length === 0) return this.#without(why);
    if (this.#told === why.code) return undefined;
    this.#told = why.code;
    return { what: 'waits', why };
  }

  #begin(line: Pick<Line, 'start' | 'startWith'>, { state: { name, chipId, fault: why } }: SlotAt, job: string): Seen | undefined {
    const { number } = this.slot;
    // What does not start now is looked at again at the next change.
    if (this.#serial !== undefined) line.startWith(number, this.#serial);
    else if (name === 'ready') line.start(number);
    else if (chipId !== undefined) return { what: 'unit', report: this.#fail(chipId, why ?? fault('job/serial-missing', { job })) };
    return undefined;
  }

  #fail(chipId: string, why: Fault): UnitReport {
    return { result: 'fail', chipId, serial: this.#serial, fault: why, ms: 0 };
  }
}
