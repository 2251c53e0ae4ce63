import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, watch, writeFileSync, type FSWatcher } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatOid } from '../../../../core/objects/oid.ts';
import { encodePlan } from '../../../../core/plan/planFile.ts';
import { kindOf } from '../../../../core/plan/steps/index.ts';
import { createChip, type SimulatedChip } from '../../../../core/simulator/chip/chip.ts';
import type { ChipState } from '../../../../core/simulator/chip/state.ts';
import { createBoard, type Board } from '../../../../core/simulator/firmware/board.ts';
import { profiles } from '../../../../core/simulator/profiles/profiles.ts';
import { nodeClock } from '../../../../electron/serial/clock.ts';
import { nodeRandomness } from '../../../../electron/serial/randomness.ts';
import type { Procedure } from '../procedures.ts';
import { linesIn } from './disk.ts';
import type { Kill } from './kill.ts';
import { Wire, type Slay } from './wire.ts';

/** The result of one run of the command line. */
export interface Ran {
  /** Exit code; undefined when it was killed. */
  readonly code: number | undefined;
  /** What the command line wrote on the screen. */
  readonly text: string;
}

/** Returns the words of the command line after its port. @param give writes a file of the user, and returns the file's path */
export type Words = (give: (name: string, text: string) => string) => readonly string[];

/** Runs the procedure's plan, with everything irreversible confirmed. */
export const planWords =
  ({ plan, materialFiles }: Procedure): Words =>
  (give) => {
    const confirmed = plan.steps.filter(({ kind }) => kind === 'lock').map((step) => formatOid(kindOf(step).objects(step)[0]));
    const materials = [...materialFiles].flatMap(([name, text]) => ['--material', `${name}=${give(`${name}.txt`, text)}`]);
    return ['run', give('plan.json', encodePlan(plan)), ...materials, ...(confirmed.length === 0 ? [] : ['--yes-lock', ...confirmed])];
  };

type OnTransfer = (apdu: Uint8Array, response: Uint8Array) => void;

/** A station as in production: one port, one journal, the command line, and one chip after the other. */
export class PtyStation {
  /** Contains only the program's own folders, so that everything it leaves on disk is found. */
  readonly folder = mkdtempSync(join(tmpdir(), 'trust-bench-faults-'));
  /** Plan and material are the user's files. */
  readonly #given = mkdtempSync(join(tmpdir(), 'trust-bench-given-'));
  readonly #cliPath: string;
  readonly #words: readonly string[];
  readonly #socat: ChildProcess;
  #chip: SimulatedChip | undefined;
  #board: Board | undefined;
  #wire: Wire | undefined;

  /** @param cliPath the built command line */
  constructor(words: Words, cliPath: string) {
    this.#cliPath = cliPath;
    for (const folder of ['journal', 'tmp']) mkdirSync(join(this.folder, folder), { mode: 0o700 });
    this.#words = ['--port', this.port, '--json', ...words((name, text) => this.#give(name, text))];
    const socat = spawn('socat', [`pty,rawer,link=${this.port}`, '-'], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#socat = socat;
    socat.stdout.on('data', (bytes: Buffer) => this.#wire?.fromHost(new Uint8Array(bytes)));
    socat.stdin.on('error', () => undefined);
  }

  #give(name: string, text: string): string {
    const path = join(this.#given, name);
    writeFileSync(path, text);
    return path;
  }

  get port(): string {
    return join(this.#given, 'tty');
  }

  get journal(): string {
    return join(this.folder, 'journal');
  }

  /** Requests of the last run: sizes of their frames, in bytes. */
  get requests(): readonly number[] {
    return [...(this.#wire?.requests ?? [])];
  }

  get state(): ChipState {
    if (this.#chip === undefined) throw new Error('no chip is plugged in');
    return this.#chip.snapshot();
  }

  async ready(): Promise<void> {
    for (let waits = 0; waits < 500 && !existsSync(this.port); waits++) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Connects this chip. @param onTransfer called after the chip executed a request, before its answer is sent */
  plug(state: ChipState, onTransfer: OnTransfer): void {
    const chip = createChip({ profile: profiles['trust-m-v3'], state, random: nodeRandomness, clock: nodeClock });
    const transferred: OnTransfer = (apdu, response) => {
      onTransfer(apdu, response);
      wire.transferred();
    };
    const board = createBoard({ chip, clock: nodeClock, timing: 'none', onTransfer: transferred });
    const toHost = (bytes: Uint8Array): Promise<void> =>
      new Promise((resolve) => {
        this.#socat.stdin?.write(bytes, () => resolve());
      });
    const wire = new Wire({ board, toHost });
    this.#chip = chip;
    this.#board = board;
    this.#wire = wire;
  }

  /** Switches the board's power off and on. The program asks the user for this when the board does not answer. */
  replug(): void {
    this.#board?.unplug();
    this.#board?.plug();
  }

  /** Runs the command line, and kills it on request. */
  async run(kill?: Kill): Promise<Ran> {
    const env = { PATH: process.env['PATH'], HOME: this.folder, TMPDIR: join(this.folder, 'tmp'), TRUST_BENCH_STATE_DIR: this.folder };
    const child = spawn(process.execPath, [this.#cliPath, ...this.#words], { stdio: ['ignore', 'pipe', 'pipe'], env });
    const dead = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const slay: Slay = () => {
      child.kill('SIGKILL');
      return dead;
    };
    this.#wire?.begin(kill, slay);
    const watching = kill?.point === 'journal' ? this.#watch(kill.line, slay) : undefined;
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const code = await new Promise<number | undefined>((resolve) => child.once('close', (ended) => resolve(ended ?? undefined)));
    watching?.close();
    return { code, text };
  }

  /** Kills the process as soon as the journal has this many more lines. */
  #watch(lines: number, slay: Slay): FSWatcher {
    const before = linesIn(this.journal).length;
    return watch(this.journal, () => {
      if (linesIn(this.journal).length >= before + lines) void slay();
    });
  }

  close(): void {
    this.#socat.kill();
    for (const folder of [this.folder, this.#given]) rmSync(folder, { recursive: true, force: true });
  }
}
