import type { Clock } from '../../../core/bridge/bytePort.ts';
import { isRefused } from '../../../core/job/refusal.ts';
import { emptySlot, failedSerial, hasResult, isStartable, nextSlot, type SlotEvent, type SlotState } from '../../../core/job/slotState.ts';
import { kindOf } from '../../../core/plan/steps/index.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { Board, Work } from '../../board/board.ts';
import type { BoardState } from '../../board/boardState.ts';
import { settledLines, startBy, UnitRun, type UnitParts, type UnitReport } from '../jobs/index.ts';
import { stepOf, type UnitStep } from './unitStep.ts';

/** What a slot gets from its line. */
export interface RunnerParts {
  readonly number: number;
  /** The slot's own board, so that it never waits for the work of another slot. */
  readonly board: Board;
  readonly clock: Clock;
  /** What a unit needs: the job, its sources, the journal. A fault while the job may not run. */
  readonly toRun: () => Promise<Result<UnitParts>>;
  /** Whether only this slot has the chip. If another slot has the same chip, both slots are stopped. */
  readonly isAlone: (slot: SlotRunner) => Promise<boolean>;
  /** The serial number that waits for the next chip. */
  readonly kept: () => string | undefined;
  /** Forgets the kept number: a unit has begun with it, or the number was refused for this chip (`why`). */
  readonly dropKept: (why?: Fault) => void;
  readonly onChange: () => void;
  /** Gets the rights that each unit needs on its chip. After a fault the unit is not begun. */
  readonly prepare?: (board: Board, work: Work) => Promise<Result<void>>;
  readonly onStep?: (slot: SlotRunner, step: UnitStep) => void;
  readonly onUnit?: (slot: SlotRunner, unit: { readonly chipId: string; readonly serial?: string | undefined }) => void;
  readonly onEnded: (slot: SlotRunner, report: UnitReport) => void;
}

/** `there`: the board was in the slot before the line was opened. */
export interface PortAt {
  readonly path: string;
  readonly there: boolean;
}

/** A step that works ends within this time after a stop was requested. ms */
const stepMs = 300;
/** After its link was closed, a unit has this time to record its result. ms */
const recordMs = 1_000;

/** Faults of a port without a board, or of a board without a chip. */
const nothingThere: ReadonlySet<string> = new Set(['port/not-found', 'link/closed', 'link/chip-silent']);

const isNothingThere = ({ link, fault }: BoardState): boolean => link === 'lost' && fault !== undefined && nothingThere.has(fault.code);

/** Why the device on a port cannot be read; undefined while the port is empty or its state is unknown. */
const unreadable = (state: BoardState): Fault | undefined => (state.link === 'lost' && !isNothingThere(state) ? state.fault : undefined);

/** One slot of the line, with its own board, session, run and deadlines. */
export class SlotRunner {
  readonly number: number;
  readonly #parts: RunnerParts;
  #state: SlotState = emptySlot;
  #path: string | undefined;
  /** The chip that answers now. */
  #chip: string | undefined;
  /** Whether the chip in the slot may have been there before the line was opened: nothing else was seen in the slot since. */
  #there = false;
  /** Why no unit may go on here, until a chip is looked at again. */
  #why: Fault | undefined;
  #closed = false;
  /** Whether a unit runs or is about to. Its end is reported, also when the slot was stopped meanwhile. */
  #hasUnit = false;
  /** The running step must not be interrupted: it cannot be undone, or half of it leaves the object unusable. */
  #mustSettle = false;
  /** When the chip appeared, or its serial number was scanned. ms */
  #since = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.number = parts.number;
    parts.board.onChange(({ state }) => this.#onBoard(state));
  }

  get state(): SlotState {
    return this.#state;
  }

  get chip(): string | undefined {
    return this.#chip;
  }

  /** Why no chip answers; undefined while a chip answers or the state is unknown. */
  get whyEmpty(): Fault | undefined {
    return this.#chip === undefined ? this.#parts.board.state.fault : undefined;
  }

  /** Whether a unit runs. A unit of a stopped slot ends before its next step. */
  get isWorking(): boolean {
    return this.#hasUnit || this.#state.name === 'working';
  }

  /** Whether the slot shows the result of its chip. */
  get hasResult(): boolean {
    return hasResult(this.#state);
  }

  /** Sets the port of the slot's board; undefined while no board is plugged in. */
  async setPort(port: PortAt | undefined): Promise<void> {
    if (port?.path === this.#path) return;
    this.#path = port?.path;
    if (port === undefined) return this.#parts.board.disconnect();
    this.#there = port.there;
    await this.#parts.board.watch(port.path);
  }

  /** Asks the chip whether it is still there, unless a unit runs. */
  confirm(): Promise<void> {
    return this.#parts.board.confirm();
  }

  /** Begins a unit on the waiting chip. @param serial as scanned; undefined for the button @returns false when no unit can start now */
  start(serial?: string): boolean {
    if (serial === undefined ? !isStartable(this.#state) : !this.#takesSerial(serial)) return false;
    const [chipId, at] = [this.#chip, this.#parts.clock.now()];
    if (chipId === undefined) return false;
    const before = this.#state.serial;
    this.#hasUnit = true;
    this.#say({ what: 'begins', serial: serial ?? before });
    this.#since = at;
    void this.#inTurn(async () => {
      const parts = await this.#parts.toRun();
      if (!parts.ok) {
        this.#hasUnit = false;
        return this.#say({ what: 'refused', fault: parts.fault });
      }
      await this.#run(chipId, parts.value, serial ?? ownSerial(parts.value, before));
    });
    return true;
  }

  /** Stops the slot. A running unit is cancelled before its next step. */
  stop(why: Fault): void {
    this.#why ??= why;
    this.#say({ what: 'stop', fault: why });
  }

  /** Cancels the unit before its next step. Releases the port after `longestMs` at the latest. @param why what its unit says */
  async close(longestMs: number, why: Fault): Promise<void> {
    this.#closed = true;
    this.#why ??= why;
    this.#path = undefined;
    const isOver = await this.#endsWithin(stepMs);
    if (!isOver && this.#mustSettle) await this.#endsWithin(longestMs - stepMs);
    await this.#parts.board.disconnect();
    // The closed link ends the unit, so its result can be recorded now.
    if (!isOver) await this.#endsWithin(recordMs);
    this.#chip = undefined;
    this.#state = emptySlot;
  }

  /** Whether the running work ends within this time. */
  async #endsWithin(ms: number): Promise<boolean> {
    let stop: () => void = () => undefined;
    const ended = await Promise.race([this.#turn.then(() => true), new Promise<false>((resolve) => (stop = this.#parts.clock.after(ms, () => resolve(false))))]);
    stop();
    return ended;
  }

  #takesSerial(serial: string): boolean {
    const { name } = this.#state;
    return name === 'needs-scan' || name === 'ready' || failedSerial(this.#state) === serial;
  }

  #say(event: SlotEvent): void {
    const before = this.#state;
    this.#state = nextSlot(before, event);
    if (this.#state !== before) this.#parts.onChange();
  }

  #onBoard(state: BoardState): void {
    const here = state.link === 'connected' || state.link === 'busy' ? state.identity?.uid.chipId : undefined;
    if (here === undefined) return this.#onNoChip(state);
    if (here === this.#chip) return;
    this.#chip = here;
    this.#since = this.#parts.clock.now();
    this.#say({ what: 'chip', chipId: here });
    const there = this.#there;
    this.#there = false;
    void this.#inTurn(() => this.#look(here, there));
  }

  #onNoChip(state: BoardState): void {
    const why = unreadable(state);
    if (isNothingThere(state)) this.#there = false;
    if (this.#chip !== undefined || (why === undefined && state.link !== 'connecting')) this.#say({ what: 'gone' });
    this.#chip = undefined;
    if (why !== undefined) this.#say({ what: 'unreadable', fault: why });
    else if (state.link === 'connecting') this.#say({ what: 'opens' });
  }

  /** Runs work one after the other: a new chip is looked at when the unit before has ended. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      if (!this.#closed) this.#why = undefined;
      await work();
    });
    return this.#turn;
  }

  /** Why the chip no longer answers; undefined while it does. */
  #whyGone(chipId: string): Fault | undefined {
    if (this.#chip === chipId) return undefined;
    return this.#chip === undefined ? (this.whyEmpty ?? fault('link/closed', { port: this.#path ?? '' })) : fault('chip/other', { expected: chipId, found: this.#chip });
  }

  #isLookedAt(chipId: string): boolean {
    return !this.#closed && this.#chip === chipId && this.#state.name === 'looking';
  }

  /** Decides from the journal what happens with a new chip: its unit begins, waits, needs a serial number, or is finished. */
  async #look(chipId: string, there: boolean): Promise<void> {
    if (!this.#isLookedAt(chipId) || !(await this.#parts.isAlone(this))) return;
    const parts = await this.#parts.toRun();
    // The line shows the fault, and looks at the chip again when the job may run.
    if (!parts.ok) return;
    const { job } = parts.value;
    const at = this.#parts.clock.now();
    const [kept, begin] = await this.#beginWithKept(parts.value, chipId, there);
    if (!this.#isLookedAt(chipId)) return;
    // Another slot took the kept number in the meantime.
    if (kept !== undefined && this.#parts.kept() !== kept) return this.#look(chipId, there);
    if (!begin.ok && job.serial !== undefined && begin.fault.code.startsWith('job/serial-')) {
      if (kept !== undefined) this.#parts.dropKept(begin.fault);
      return this.#say({ what: 'needs-serial', at });
    }
    if (begin.ok && begin.value.kind === 'done-before') {
      const { at: passedAt, serial } = begin.value;
      this.#parts.onEnded(this, { result: 'done-before', chipId, passedAt, serial, ms: 0 });
      return this.#say({ what: 'known', passedAt, serial });
    }
    const serial = begin.ok && begin.value.kind === 'begin' && begin.value.again ? begin.value.serial : undefined;
    if (there) return this.#say({ what: 'waits', at, serial });
    if (kept !== undefined) this.#parts.dropKept();
    this.#say({ what: 'begins', serial: kept ?? serial });
    await this.#run(chipId, parts.value, kept);
  }

  /** Begins with the kept number, unless the chip has its own number or has passed. @returns the kept number, when the unit used it */
  async #beginWithKept(parts: UnitParts, chipId: string, there: boolean) {
    const kept = there ? undefined : this.#parts.kept();
    const lines = await settledLines(parts);
    if (!lines.ok) return [undefined, lines] as const;
    const alone = startBy(lines.value, parts, chipId, undefined);
    const own = alone.ok && (alone.value.kind === 'done-before' || alone.value.again);
    const needs = alone.ok || alone.fault.code === 'job/serial-missing' || alone.fault.code === 'job/serials-used';
    if (kept === undefined || own || !needs) return [undefined, alone] as const;
    return [kept, startBy(lines.value, parts, chipId, kept)] as const;
  }

  async #run(chipId: string, parts: UnitParts, serial: string | undefined): Promise<void> {
    const { board, clock, prepare, onUnit, onStep, onEnded } = this.#parts;
    this.#hasUnit = true;
    const ran = await board.run(parts.job.title, async (work): Promise<Result<UnitReport>> => {
      const gone = this.#whyGone(chipId);
      if (gone !== undefined) return err(gone);
      const ready = (await prepare?.(board, work)) ?? ok(undefined);
      if (!ready.ok) return ready;
      const unit = new UnitRun(parts, {
        work,
        port: this.#path ?? '',
        serial,
        onUnit: (begun) => {
          this.#say({ what: 'unit', serial: begun.serial });
          onUnit?.(this, begun);
        },
        onBegin: (step, mustSettle) => {
          this.#mustSettle = mustSettle;
          this.#say({ what: 'step', title: kindOf(step).title(step) });
        },
        onStep: (step, outcome) => {
          this.#mustSettle = false;
          onStep?.(this, stepOf(step, outcome.state));
        },
        stop: () => this.#why ?? this.#whyGone(chipId),
      });
      return ok(await unit.run());
    });
    this.#hasUnit = false;
    const ms = Math.max(0, Math.round(clock.now() - this.#since));
    const report: UnitReport = ran.ok ? { ...ran.value, ms } : { result: 'fail', chipId, serial, fault: ran.fault, ms };
    const { result, fault: why, serial: given, passedAt, run } = report;
    if (report.chipId !== chipId) return;
    if (run === undefined && parts.job.serial !== undefined && why?.code.startsWith('job/serial-') === true) this.#say({ what: 'needs-serial', at: clock.now(), fault: why });
    else if (why !== undefined && isRefused({ result, run, code: why.code })) this.#say({ what: 'refused', fault: why });
    else this.#say({ what: 'ended', result, serial: given, fault: why, passedAt });
    onEnded(this, report);
  }
}

/** The scanned number, if the job takes scanned numbers; other jobs count, or have no numbers. */
const ownSerial = ({ job }: UnitParts, serial: string | undefined): string | undefined => (job.serial?.from === 'given' || job.serial?.from === 'list' ? serial : undefined);
