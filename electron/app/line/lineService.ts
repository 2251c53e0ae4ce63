import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Clock, Randomness } from '../../../core/bridge/bytePort.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import type { LineView } from '../../../core/contract/line.ts';
import { decodeJobFile } from '../../../core/job/jobFile.ts';
import type { JobFile } from '../../../core/job/job.ts';
import { fault, type Fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { Board } from '../../board/board.ts';
import { readFileLimited } from '../../files/read.ts';
import type { Tickets } from '../../files/tickets.ts';
import { faultView } from '../faultView.ts';
import type { JobService } from '../jobs/index.ts';
import { confirmClockBy } from './confirmClock.ts';
import { Line, type LineSlotAt } from './line.ts';
import type { KeptLine, LineStore } from './lineStore.ts';
import type { OperatorGate } from './operatorGate.ts';
import type { PinStore } from './pinStore.ts';
import { slotsAt, watchSlots, type SlotSource } from './stationSlots.ts';
import { inTurn } from '../../../core/result/inTurn.ts';

export interface LineServiceParts {
  readonly jobs: JobService;
  readonly slots: SlotSource;
  readonly makeBoard: () => Board;
  readonly tickets: Pick<Tickets, 'open'>;
  readonly gate: OperatorGate;
  readonly store: LineStore;
  readonly pins: PinStore;
  readonly clock: Clock;
  readonly random: Randomness;
  readonly now: () => Date;
  /** The engineer's window: whether it runs a plan, its port, and how to close it before the operator's screen is shown. */
  readonly engineer: { isRunning(): boolean; port(): string | undefined; close(): Promise<void> };
  /** Start of a job's relative paths when only the job file was handed over, without its folder. */
  readonly usualFolder: () => string;
  /** Port of the board at a station without taught slots. Undefined: the only connected board is used. */
  readonly usualPort: string | undefined;
  readonly onChange: (view: LineView) => void;
}

/** The job that the operator's screen shows; `line` is undefined when its file cannot be used at all. */
interface Opened {
  readonly kept: KeptLine;
  readonly line?: Line | undefined;
  readonly fault?: Fault | undefined;
  readonly slots: readonly LineSlotAt[];
}

/** Changes within this time are sent to the window together. ms */
const togetherMs = 20;

const noCounts = { passed: 0, failed: 0, toCheck: 0, doneBefore: 0 } as const;

/** The operator's screen. It is opened with a job, closed with the engineer's PIN, and shown again after a restart. */
export class LineService {
  readonly #parts: LineServiceParts;
  #opened: Opened | undefined;
  #pinSet = false;
  #leaving = false;
  #telling = false;
  /** Opening, leaving and changing the screen run one after the other. */
  readonly #inTurn = inTurn();

  constructor(parts: LineServiceParts) {
    this.#parts = parts;
    parts.store.onChange(() => this.#tell());
  }

  /** Shows the screen of the last session again, or the job file that the program was started with. The screen shows faults. */
  start(jobPath: string | undefined): Promise<void> {
    return this.#inTurn(async () => {
      const kept = await this.#parts.store.load();
      if (jobPath === undefined) return kept === undefined ? undefined : this.#show(kept, kept.job === '' ? err(fault('line/no-job', {})) : decodeJobFile(utf8(kept.job), kept.name));
      const path = resolve(jobPath);
      const bytes = await readFileLimited(path);
      const file = bytes.ok ? decodeJobFile(bytes.value, basename(path)) : bytes;
      const job = bytes.ok && file.ok ? await readFile(path, 'utf8').catch(() => '') : '';
      const now: KeptLine = { open: true, name: basename(path), job, folder: dirname(path), operator: '', ...(this.#parts.usualPort === undefined ? {} : { port: this.#parts.usualPort }) };
      await this.#parts.store.keep(now);
      await this.#show(now, file);
    });
  }

  /** Opens the screen with a job file. Any other file is refused. A job that may not run is shown with the reason. */
  open(ticket: string): Promise<Result<LineView>> {
    return this.#inTurn(async () => {
      const { tickets, gate, engineer, store, usualFolder, usualPort } = this.#parts;
      if (engineer.isRunning()) return err(fault('plan/running', {}));
      const held = tickets.open(ticket);
      if (!held.ok) return held;
      const { name, bytes, folder = usualFolder() } = held.value;
      const file = decodeJobFile(bytes, name);
      if (!file.ok) return file;
      const port = engineer.port() ?? usualPort;
      const kept: KeptLine = { open: true, name, job: new TextDecoder().decode(bytes), folder, operator: '', ...(port === undefined ? {} : { port }) };
      // From here on the engineer's window begins nothing.
      gate.close('');
      const saved = await store.save(kept);
      if (!saved.ok) {
        gate.open();
        return saved;
      }
      await engineer.close();
      await this.#show(kept, file);
      return this.#viewNow();
    });
  }

  /** As `view`, but first checks whether there is a PIN: the command line may have set it. */
  async state(): Promise<LineView | undefined> {
    if (this.#opened !== undefined) this.#pinSet = await this.#parts.pins.isSet();
    return this.view();
  }

  /** Returns what the screen shows; undefined while the window is the engineer's. */
  view(): LineView | undefined {
    const opened = this.#opened;
    if (opened === undefined) return undefined;
    const { line, kept, fault: why } = opened;
    const { notKept } = this.#parts.store;
    const around = { operator: kept.operator, pinSet: this.#pinSet, ...(notKept === undefined ? {} : { notice: faultView(notKept) }), ...(this.#leaving ? { leaving: true as const } : {}) };
    if (line !== undefined) return { ...line.view(), ...around };
    const said = why === undefined ? {} : { fault: faultView(why) };
    return {
      job: { id: '', title: kept.name === '' ? 'Job' : kept.name, revision: 0, quantity: 0, serial: 'none' },
      ...said,
      ...around,
      slots: opened.slots.map(({ number, name, place }) => ({ number, name, place, state: 'stopped', ...said, startable: false })),
      counts: noCounts,
    };
  }

  async scan(text: string, broken: boolean): Promise<Result<LineView>> {
    await this.#opened?.line?.scan(text, broken);
    return this.#viewNow();
  }

  begin(slot: number): Result<LineView> {
    const { line } = this.#opened ?? {};
    if (line === undefined) return err(fault('line/not-open', {}));
    const started = line.start(slot);
    return started.ok ? this.#viewNow() : started;
  }

  /** Sets the person who works from now on. The name goes into the journal and does not change the engineer's settings. */
  operator(name: string): Promise<Result<LineView>> {
    return this.#inTurn(async () => {
      if (this.#opened === undefined) return err(fault('line/not-open', {}));
      const kept = { ...this.#opened.kept, operator: name.trim() };
      this.#opened = { ...this.#opened, kept };
      this.#parts.gate.operator = kept.operator;
      await this.#parts.store.keep(kept);
      this.#tell();
      return this.#viewNow();
    });
  }

  /** The engineer confirms that the clock is right. Then the job is checked again. */
  confirmClock(pin: string): Promise<Result<LineView>> {
    return this.#inTurn(async () => {
      const { line } = this.#opened ?? {};
      if (line === undefined) return err(fault('line/not-open', {}));
      const confirmed = await confirmClockBy(this.#parts.pins, this.#parts.jobs, pin);
      if (!confirmed.ok) return confirmed;
      await line.admitAgain();
      return this.#viewNow();
    });
  }

  /** Goes back to the engineer's window. The screen shows that at once, and running units are stopped. */
  leave(pin: string): Promise<Result<void>> {
    return this.#inTurn(async () => {
      const { pins, store, gate } = this.#parts;
      if (this.#opened === undefined) return err(fault('line/not-open', {}));
      const right = await pins.check(pin);
      if (!right.ok) return right;
      const cleared = await store.clear();
      if (!cleared.ok) return cleared;
      this.#leaving = true;
      this.#tell();
      await this.#opened.line?.close();
      this.#opened = undefined;
      this.#leaving = false;
      gate.open();
      return ok(undefined);
    });
  }

  /** Whether this station has a PIN. */
  hasPin(): Promise<boolean> {
    return this.#parts.pins.isSet();
  }

  /** Sets the engineer's PIN. @param old the present PIN, if there is one */
  async setPin(pin: string, old: string | undefined): Promise<Result<void>> {
    const { pins } = this.#parts;
    if (await pins.isSet()) {
      const right = await pins.check(old ?? '');
      if (!right.ok) return right;
    }
    return pins.set(pin);
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#parts.store.close();
      await this.#opened?.line?.close();
      this.#opened = undefined;
    });
  }

  async #show(kept: KeptLine, file: Result<JobFile>): Promise<void> {
    const { gate, pins, slots } = this.#parts;
    gate.close(kept.operator);
    await this.#opened?.line?.close();
    this.#pinSet = await pins.isSet();
    this.#opened = file.ok ? { kept, slots: [], line: this.#makeLine(kept, file.value) } : { kept, slots: await slotsAt(await slots.list(), slots, kept.port), fault: file.fault };
    await this.#opened.line?.open();
    this.#tell();
  }

  #makeLine({ folder, port }: KeptLine, file: JobFile): Line {
    const { jobs, slots, makeBoard, clock, random, now } = this.#parts;
    return new Line({
      file,
      open: async () => (await jobs.toRun(file, folder, { clock, random })).parts,
      stillAdmitted: () => jobs.stillAdmitted(file),
      makeBoard,
      clock,
      now,
      watchSlots: (listener) => watchSlots(slots, port, listener),
      onChange: () => this.#tell(),
    });
  }

  #viewNow(): Result<LineView> {
    const view = this.view();
    return view === undefined ? err(fault('line/not-open', {})) : ok(view);
  }

  #tell(): void {
    if (this.#telling) return;
    this.#telling = true;
    this.#parts.clock.after(togetherMs, () => {
      this.#telling = false;
      const view = this.view();
      // While the screen is being opened, its slots are not known yet.
      if (view !== undefined && view.slots.length > 0) this.#parts.onChange(view);
    });
  }
}
