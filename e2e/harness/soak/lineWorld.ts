import { spawn, type ChildProcess } from 'node:child_process';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { BytePort, Clock } from '../../../core/bridge/bytePort.ts';
import type { JobFile } from '../../../core/job/job.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { JobService } from '../../../electron/app/jobs/index.ts';
import { Line } from '../../../electron/app/line/index.ts';
import { Board } from '../../../electron/board/board.ts';
import { thisOwner, type Owner } from '../../../electron/files/owner.ts';
import { headSigner } from '../../../electron/journal/head.ts';
import { Journal } from '../../../electron/journal/journal.ts';
import { nodeRandomness } from '../../../electron/serial/randomness.ts';
import type { Desk } from './seat.ts';

type Append = Journal['append'];

/** A journal on a disk that is full at times. A dead process no longer writes to it. */
export class UnsureJournal extends Journal {
  /** Number of next writes that fail. */
  failing = 0;
  dead = false;
  /** Number of writes that failed. */
  failed = 0;

  #fails(): boolean {
    if (this.failing > 0) {
      this.failing -= 1;
      this.failed += 1;
      return true;
    }
    return this.dead;
  }

  #refused(): Promise<Result<never, 'journal/not-written'>> {
    return Promise.resolve(err(fault('journal/not-written', { file: 'today', folder: this.folder, reason: 'The disk is full.' })));
  }

  override append(...said: Parameters<Append>): ReturnType<Append> {
    return this.#fails() ? this.#refused() : super.append(...said);
  }

  override appendSigned(...said: Parameters<Append>): ReturnType<Append> {
    return this.#fails() ? this.#refused() : super.appendSigned(...said);
  }

  override appendDecided(...decide: Parameters<Journal['appendDecided']>): ReturnType<Journal['appendDecided']> {
    return this.#fails() ? this.#refused() : super.appendDecided(...decide);
  }
}

/** A process whose end shows other programs that its open units have no owner. */
class Life {
  readonly #process: ChildProcess = spawn('sleep', ['100000'], { stdio: 'ignore' });

  /** The owner that a program in this process would write into the journal. */
  owner(token: string): Owner {
    return { ...thisOwner(token), pid: this.#process.pid ?? 0, started: '', host: hostname() };
  }

  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await ended;
  }
}

export interface WorldParts {
  readonly folder: string;
  readonly file: JobFile;
  readonly desks: readonly Desk[];
  readonly clock: Clock;
}

/** The program with a line of slots. It can die and be started again; the journal and the chips stay. */
export class LineWorld {
  readonly #parts: WorldParts;
  #journal: UnsureJournal;
  #life = new Life();
  #line: Line | undefined;
  readonly #heard = new Set<() => void>();
  deaths = 0;
  /** Number of ports that a line opened after it was told to close. */
  openedLate = 0;
  #closed = false;
  #fullDisk = 0;

  constructor(parts: WorldParts) {
    this.#parts = parts;
    this.#journal = this.#openJournal();
  }

  /** Journal writes that failed. */
  get failedWrites(): number {
    return this.#fullDisk + this.#journal.failed;
  }

  get line(): Line {
    if (this.#line === undefined) throw new Error('the program is not started');
    return this.#line;
  }

  /** Makes this many next writes of the journal fail. */
  fillDisk(writes: number): void {
    this.#journal.failing = writes;
  }

  async start(): Promise<void> {
    const { folder, file, desks, clock } = this.#parts;
    const [journal, life] = [this.#journal, this.#life];
    const now = (): Date => new Date();
    const service = JobService.in(folder, journal, now);
    const line = new Line({
      file,
      open: async () => {
        const { parts } = await service.toRun(file, folder, { clock, random: nodeRandomness });
        return parts.ok ? ok({ ...parts.value, owner: (token: string) => life.owner(token) }) : parts;
      },
      stillAdmitted: () => service.stillAdmitted(file),
      makeBoard: () => new Board({ clock, pingMs: 1_000, onExchange: () => undefined, openPort: async (path) => (journal.dead ? err(fault('port/not-found', { port: path })) : this.#openPort(path)) }),
      clock,
      now,
      watchSlots: (listener) => {
        listener(desks.map(({ path }, at) => ({ number: at + 1, name: `Slot ${at + 1}`, place: { row: 0, column: at }, path })));
        return () => undefined;
      },
      onChange: () => {
        for (const look of this.#heard) look();
      },
    });
    this.#line = line;
    await line.open();
  }

  /** Kills the process: it writes nothing more, and its ports are closed. Then a new one is started. */
  async die(): Promise<void> {
    this.deaths += 1;
    this.#journal.dead = true;
    this.#fullDisk += this.#journal.failed;
    const [line, life] = [this.#line, this.#life];
    await life.end();
    [this.#journal, this.#life] = [this.#openJournal(), new Life()];
    await line?.close();
    await this.start();
  }

  /** Resolves when the condition is true, or after `ms` of the clock. */
  until(holds: () => boolean, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (held: boolean): void => {
        this.#heard.delete(look);
        stop();
        resolve(held);
      };
      const look = (): void => {
        if (holds()) end(true);
      };
      const stop = this.#parts.clock.after(ms, () => end(holds()));
      this.#heard.add(look);
      look();
    });
  }

  #openPort(path: string): Result<BytePort> {
    if (this.#closed) this.openedLate += 1;
    return this.#parts.desks.find((desk) => desk.path === path)?.open() ?? err(fault('port/not-found', { port: path }));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#line?.close();
    await this.#life.end();
  }

  #openJournal(): UnsureJournal {
    const folder = join(this.#parts.folder, 'journal');
    return new UnsureJournal({ folder, now: () => new Date(), who: 'soak', by: async () => ({ station: 'soak', version: '0' }), signer: headSigner(folder, nodeRandomness) });
  }
}
