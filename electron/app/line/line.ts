import type { Clock } from '../../../core/bridge/bytePort.ts';
import type { LineView } from '../../../core/contract/line.ts';
import type { Job, JobFile } from '../../../core/job/job.ts';
import { takeScan, type LastScan, type ScanTaken } from '../../../core/job/scan.ts';
import { failedSerial, waitsForSerial, type SlotState } from '../../../core/job/slotState.ts';
import type { UnitTry } from '../../../core/job/units.ts';
import type { FaultView } from '../../../core/contract/board.ts';
import type { SlotPlace } from '../../../core/slots/names.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { Board } from '../../board/board.ts';
import { faultView } from '../faultView.ts';
import { linesOfJob, triesOf, unitNumbers, type UnitNumbers, type UnitParts, type UnitReport } from '../jobs/index.ts';
import { SlotRunner, type RunnerParts } from './slotRunner.ts';
import { viewSlot } from './viewSlot.ts';

/** A slot of the station, and where its board is now. */
export interface LineSlotAt {
  readonly number: number;
  readonly name: string;
  readonly place: SlotPlace;
  /** The port of its board; undefined while it is not plugged in. */
  readonly path?: string | undefined;
  /** Why the slot's board cannot be told from another board. */
  readonly fault?: FaultView | undefined;
}

export interface LineParts {
  readonly file: JobFile;
  /** Opens what a unit needs: the job, its sources, the journal. A fault while the job may not run. */
  readonly open: () => Promise<Result<UnitParts>>;
  /** Whether the job may still run. */
  readonly stillAdmitted: () => Promise<Result<void>>;
  /** A board for one slot. */
  readonly makeBoard: () => Board;
  readonly clock: Clock;
  readonly now: () => Date;
  /** Watches which boards are plugged in. Calls the listener once at the beginning and at each change. */
  readonly watchSlots: (listener: (slots: readonly LineSlotAt[]) => void) => () => void;
  readonly onChange: () => void;
  readonly prepare?: RunnerParts['prepare'];
  readonly onStep?: RunnerParts['onStep'];
  readonly onUnit?: RunnerParts['onUnit'];
  readonly onReport?: RunnerParts['onEnded'];
}

/** While a job may not run, it is checked again after this time. ms */
const admitAgainMs = 5_000;
/** When the line is closed, a running unit gets this long to finish its step. ms */
const closeMs = 5_000;

type Work = () => Promise<void>;

/** Runs a job at all slots of the station, which work independently. Assigns serial numbers, counts, and finds a chip in two slots. */
export class Line {
  readonly #parts: LineParts;
  readonly #runners = new Map<number, SlotRunner>();
  #slots: readonly LineSlotAt[] = [];
  #unit: UnitParts | undefined;
  #fault: Fault | undefined;
  #numbers: UnitNumbers = { passed: 0, failed: 0, toCheck: 0, open: 0 };
  #doneBefore = 0;
  readonly #passMs = { sum: 0, count: 0 };
  #kept: string | undefined;
  #scanFault: Fault | undefined;
  #lastScan: LastScan | undefined;
  #scans: Promise<void> = Promise.resolve();
  /** True until the first list of slots arrives. The chips in that list were in the slots before the line was opened. */
  #isFirstLook = true;
  /** Slots whose board cannot be told from another one. Its chip may be in the slot all the time, so it waits for the button. */
  readonly #unclear = new Set<number>();
  #endWatch: () => void = () => undefined;
  #endRetry: () => void = () => undefined;
  /** Number of the latest check of the job. An older one that is still running decides nothing. */
  #check = 0;
  #closed = false;

  constructor(parts: LineParts) {
    this.#parts = parts;
  }

  /** Resolves when the job is admitted or refused, and the slots are known. */
  async open(): Promise<void> {
    await this.#admit();
    if (this.#closed) return;
    await new Promise<void>((resolve) => {
      const end = this.#parts.watchSlots((slots) => (this.#setSlots(slots), resolve()));
      this.#endWatch = () => (end(), resolve());
    });
  }

  /** Why no unit is begun; undefined while a unit still runs. */
  get blocked(): Fault | undefined {
    return [...this.#runners.values()].some(({ isWorking }) => isWorking) ? undefined : this.#fault;
  }

  get job(): Job {
    return this.#parts.file.job;
  }

  view(): Pick<LineView, 'job' | 'fault' | 'slots' | 'counts' | 'nextSerial' | 'scanFault'> {
    const { id, title, revision, quantity, serial } = this.job;
    const { passed, failed, toCheck, firstPassYield, left } = this.#numbers;
    const { sum, count } = this.#passMs;
    return {
      job: { id, title, revision, quantity, serial: serial?.from ?? 'none' },
      ...(this.#fault === undefined ? {} : { fault: faultView(this.#fault) }),
      slots: this.#slots.map((slot) => viewSlot(slot, this.#runners.get(slot.number)?.state, this.#fault, this.job)),
      counts: { passed, failed, toCheck, doneBefore: this.#doneBefore, ...(firstPassYield === undefined ? {} : { firstPassYield }), ...(count === 0 ? {} : { msPerUnit: Math.round(sum / count) }), ...(left === undefined ? {} : { left }) },
      ...(this.#kept === undefined ? {} : { nextSerial: this.#kept }),
      ...(this.#scanFault === undefined ? {} : { scanFault: faultView(this.#scanFault) }),
    };
  }

  /** Takes the text of a scanner. If it is refused, the view shows the reason until the next scan. */
  scan(text: string, broken: boolean): Promise<void> {
    const at = this.#parts.clock.now();
    return this.#inTurn(async () => {
      if (this.#fault !== undefined || this.#unit === undefined) return;
      const lines = await linesOfJob(this.#unit);
      if (!lines.ok) return this.#block(lines.fault);
      const slots = [...this.#runners.values()].map(({ number, chip, state }) => ({ number, chipId: chip, waits: waitsForSerial(this.job, state), failed: failedSerial(state) }));
      const taken = takeScan({ text, at, broken }, { job: this.job, tries: [...triesOf(lines.value, this.job), ...this.#inWork()], slots, kept: this.#kept, last: this.#lastScan });
      this.#lastScan = { text, at, became: taken.ok ? 'taken' : taken.fault.code };
      this.#scanFault = taken.ok ? undefined : taken.fault;
      if (taken.ok) this.#take(taken.value);
      this.#parts.onChange();
    });
  }

  /** Starts the unit of a slot; called by the slot's button. */
  start(slot: number): Result<void, 'line/not-startable'> {
    const started = this.#fault === undefined && !this.#closed && this.#runners.get(slot)?.start() === true;
    return started ? ok(undefined) : err(fault('line/not-startable', { slot: this.#nameOf(slot) }));
  }

  /** Starts a unit in this slot with a serial number that was not scanned. @returns whether a chip waited for a serial number there */
  startWith(slot: number, serial: string): boolean {
    return this.#fault === undefined && this.#runners.get(slot)?.start(serial) === true;
  }

  /** What a slot shows, why the slot is empty, and whether a unit still runs in it; undefined when the line does not have the slot. */
  slotState(slot: number): { readonly state: SlotState; readonly whyEmpty: Fault | undefined; readonly isWorking: boolean } | undefined {
    const runner = this.#runners.get(slot);
    return runner === undefined ? undefined : { state: runner.state, whyEmpty: runner.whyEmpty, isWorking: runner.isWorking };
  }

  /** Checks at once whether the job may run, instead of at the next regular time. */
  async admitAgain(): Promise<void> {
    if (this.#fault !== undefined) await this.#admit();
  }

  /** Cancels running units between two steps, and releases all boards. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#endWatch();
    this.#endRetry();
    await Promise.all([...this.#runners.values()].map((runner) => runner.close(closeMs, fault('line/closed', { job: this.job.title }))));
    this.#unit?.sources.wipe();
  }

  /** Takes a scanned number. If its chip was taken out at this moment, the next chip gets the number. */
  #take(taken: ScanTaken): void {
    const { serial } = taken;
    const started = taken.kind === 'start' && this.#runners.get(taken.slot)?.start(serial) === true;
    if (!started) this.#kept = serial;
    else if (this.#kept === serial) this.#kept = undefined;
  }

  #inTurn(work: Work): Promise<void> {
    this.#scans = this.#scans.then(() => (this.#closed ? undefined : work()));
    return this.#scans;
  }

  async #admit(): Promise<void> {
    this.#endRetry();
    const mine = ++this.#check;
    const opened = this.#unit === undefined ? await this.#parts.open() : await this.#parts.stillAdmitted();
    if (this.#closed || mine !== this.#check) return opened.ok ? opened.value?.sources.wipe() : undefined;
    if (!opened.ok) return this.#block(opened.fault);
    if (opened.value !== undefined) this.#unit = opened.value;
    this.#fault = undefined;
    this.#isFirstLook = true;
    this.#setPorts();
    await this.#count();
  }

  /** Blocks the line while the job may not run. Running units are finished and results stay, but no unit is begun. */
  #block(why: Fault): void {
    if (this.#closed) return;
    this.#fault = why;
    this.#setPorts();
    this.#endRetry();
    this.#endRetry = this.#parts.clock.after(admitAgainMs, () => void this.#admit());
    this.#parts.onChange();
  }

  #setSlots(slots: readonly LineSlotAt[]): void {
    if (this.#closed) return;
    for (const [number, runner] of this.#runners) {
      if (slots.some((slot) => slot.number === number)) continue;
      this.#runners.delete(number);
      void runner.close(closeMs, fault('line/slot-gone', { slot: this.#nameOf(number) }));
    }
    this.#slots = slots;
    for (const { number } of slots) if (!this.#runners.has(number)) this.#runners.set(number, this.#makeRunner(number));
    this.#setPorts();
    this.#parts.onChange();
  }

  #setPorts(): void {
    // Boards that are being closed report that their chip is gone.
    if (this.#closed) return;
    for (const { number, path, fault: unknown } of this.#slots) {
      if (unknown !== undefined) this.#unclear.add(number);
      else if (path === undefined) this.#unclear.delete(number);
      const runner = this.#runners.get(number);
      // A running unit is finished. A result stays until its chip is taken out, even when the job may no longer run.
      if (runner === undefined || runner.isWorking || (this.#fault !== undefined && runner.hasResult)) continue;
      const used = path !== undefined && unknown === undefined && this.#fault === undefined;
      void runner.setPort(used ? { path, there: this.#unclear.delete(number) || this.#isFirstLook } : undefined);
    }
    if (this.#slots.length > 0) this.#isFirstLook = false;
  }

  #makeRunner(number: number): SlotRunner {
    const { makeBoard, clock, prepare, onStep, onUnit } = this.#parts;
    return new SlotRunner({
      number,
      board: makeBoard(),
      clock,
      toRun: () => this.#toRun(),
      isAlone: (slot) => this.#isAlone(slot),
      kept: () => this.#kept,
      dropKept: (why) => {
        this.#kept = undefined;
        this.#scanFault = why;
      },
      onChange: () => {
        this.#setPorts();
        this.#parts.onChange();
      },
      ...(prepare === undefined ? {} : { prepare }),
      ...(onStep === undefined ? {} : { onStep }),
      ...(onUnit === undefined ? {} : { onUnit }),
      onEnded: (slot, report) => void this.#ended(slot, report),
    });
  }

  async #toRun(): Promise<Result<UnitParts>> {
    if (this.#fault !== undefined || this.#unit === undefined) return err(this.#fault ?? fault('line/not-open', {}));
    const admitted = await this.#parts.stillAdmitted();
    if (admitted.ok) return ok(this.#unit);
    this.#block(admitted.fault);
    return admitted;
  }

  /** Whether only this slot has the chip. Asks the other slot again, because the chip may have been moved from there. */
  async #isAlone(slot: SlotRunner): Promise<boolean> {
    const chipId = slot.chip;
    const other = [...this.#runners.values()].find((one) => one !== slot && one.chip !== undefined && one.chip === chipId);
    if (other === undefined || chipId === undefined) return true;
    await other.confirm();
    if (other.chip !== chipId || slot.chip !== chipId) return true;
    const numbers = [slot.number, other.number].sort((a, b) => a - b);
    const why = fault('line/chip-twice', { chipId, slots: numbers.map((number) => this.#nameOf(number)) });
    slot.stop(why);
    other.stop(why);
    return false;
  }

  async #ended(slot: SlotRunner, report: UnitReport): Promise<void> {
    // The port of a slot that was stopped meanwhile is released only now.
    this.#setPorts();
    if (report.result === 'done-before') this.#doneBefore += 1;
    if (report.result === 'pass') {
      this.#passMs.sum += report.ms;
      this.#passMs.count += 1;
    }
    this.#parts.onReport?.(slot, report);
    await this.#count();
  }

  async #count(): Promise<void> {
    if (this.#unit === undefined || this.#closed) return;
    const lines = await linesOfJob(this.#unit);
    if (lines.ok) this.#numbers = unitNumbers(lines.value, this.job);
    this.#parts.onChange();
  }

  /** Returns the units that have a serial number; the journal may not have them yet. */
  #inWork(): UnitTry[] {
    const at = this.#parts.now().toISOString();
    return [...this.#runners.values()].flatMap(({ isWorking, chip, state: { serial } }): UnitTry[] => (isWorking && chip !== undefined && serial !== undefined ? [{ run: '', chipId: chip, serial, at, reserved: true }] : []));
  }

  #nameOf(number: number): string {
    return this.#slots.find((slot) => slot.number === number)?.name ?? `Slot ${number}`;
  }
}
