import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePlan } from '../../core/plan/planFile.ts';
import { kindOf } from '../../core/plan/steps/index.ts';
import { formatOid } from '../../core/objects/oid.ts';
import { createChip, type SimulatedChip } from '../../core/simulator/chip/chip.ts';
import { createBoard } from '../../core/simulator/firmware/board.ts';
import { profiles } from '../../core/simulator/profiles/profiles.ts';
import { verifyFile } from '../../electron/journal/verify.ts';
import { nodeClock } from '../../electron/serial/clock.ts';
import { nodeRandomness } from '../../electron/serial/randomness.ts';
import { differing, lockedOpen, LockWatch, statesOf } from './invariants.ts';
import { procedures, type Procedure } from './procedures.ts';
import { makeReference, type Reference } from './trial.ts';

export interface Kills {
  readonly cuts: number;
  readonly recovered: number;
  readonly refused: number;
  readonly notes: readonly string[];
}

const cliPath = join(import.meta.dirname, 'cli.js');
const socatMissing = 'socat is missing: the command line was not killed';

/** The bench process at a pty whose other end is a simulated board of this process. */
class PtyBench {
  readonly folder = mkdtempSync(join(tmpdir(), 'trust-bench-faults-'));
  readonly chip: SimulatedChip;
  readonly #procedure: Procedure;
  readonly #socat: ChildProcess;
  /** Called after the chip did a request, before its answer leaves. */
  onTransfer: (apdu: Uint8Array, response: Uint8Array) => void = () => undefined;

  constructor(procedure: Procedure) {
    this.#procedure = procedure;
    const [state] = procedure.chips;
    if (state === undefined) throw new Error('a procedure without a chip');
    this.chip = createChip({ profile: profiles['trust-m-v3'], state, random: nodeRandomness, clock: nodeClock });
    const board = createBoard({ chip: this.chip, clock: nodeClock, timing: 'none', onTransfer: (apdu, response) => this.onTransfer(apdu, response) });
    const socat = spawn('socat', [`pty,rawer,link=${this.port}`, '-'], { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#socat = socat;
    socat.stdout.on('data', (bytes: Buffer) => board.feed(new Uint8Array(bytes)));
    socat.stdin.on('error', () => undefined);
    board.onOutput((bytes) => socat.stdin.write(bytes));
    const confirmed = procedure.plan.steps.filter(({ kind }) => kind === 'lock').map((step) => formatOid(kindOf(step).objects(step)[0]));
    writeFileSync(join(this.folder, 'plan.json'), encodePlan({ ...procedure.plan, confirmed }));
  }

  get port(): string {
    return join(this.folder, 'tty');
  }

  async ready(): Promise<void> {
    for (let waits = 0; waits < 200 && !existsSync(this.port); waits++) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Material comes from a folder of its own: it is not this program's writing. */
  #materialArguments(materials: string): string[] {
    return [...this.#procedure.materials()].flatMap(([name, secret]) => {
      const path = join(materials, `${name}.txt`);
      writeFileSync(path, secret.open((bytes) => Buffer.from(bytes).toString('hex')));
      return ['--material', `${name}=${path}`];
    });
  }

  /** Runs the command line. @returns its exit code (undefined when it was killed), and what it wrote */
  run(kill: (child: ChildProcess) => void = () => undefined): Promise<{ readonly code: number | undefined; readonly text: string }> {
    const materials = mkdtempSync(join(tmpdir(), 'trust-bench-material-'));
    const words = ['--port', this.port, '--json', 'run', join(this.folder, 'plan.json'), ...this.#materialArguments(materials)];
    const environment = { ...process.env, TRUST_BENCH_JOURNAL: join(this.folder, 'journal'), HOME: this.folder };
    const child = spawn(process.execPath, [cliPath, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    kill(child);
    return new Promise((resolve) => {
      child.once('close', (code) => {
        rmSync(materials, { recursive: true, force: true });
        resolve({ code: code ?? undefined, text });
      });
    });
  }

  /** What is wrong with the journal: it must be whole, however often its writer was killed. */
  async journal(): Promise<string[]> {
    const folder = join(this.folder, 'journal');
    const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
    const checked = await Promise.all(files.map((name) => verifyFile(join(folder, name))));
    const broken = checked.flatMap((result) => (result.ok ? [] : [`the journal is not whole: ${JSON.stringify(result.fault)}`]));
    return files.length === 0 ? ['there is no journal'] : broken;
  }

  /** Everything that the program left on the disk, as one text. */
  written(): string {
    const read = (folder: string): string[] =>
      readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        if (name === 'tty') return [];
        return statSync(path).isDirectory() ? read(path) : [readFileSync(path, 'latin1')];
      });
    return read(this.folder).join('\n').toLowerCase();
  }

  close(): void {
    this.#socat.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const mostResumes = 3;

/** Kills the command line right after the chip did its `nth` request, then runs it again until it is done. */
async function killOnce(reference: Reference, nth: number): Promise<string | undefined> {
  const { procedure, chips } = reference;
  const wanted = chips[0]?.wanted ?? {};
  const bench = new PtyBench(procedure);
  try {
    await bench.ready();
    const watch = new LockWatch(procedure.plan, () => wanted);
    let seen = 0;
    let ran = '';
    const first = await bench.run((child) => {
      bench.onTransfer = (apdu, response) => {
        watch.see(apdu, response, () => bench.chip.snapshot());
        seen += 1;
        if (seen === nth) child.kill('SIGKILL');
      };
    });
    if (first.code !== undefined) return `was not killed at request ${nth}: ${first.text.slice(-300)}`;
    ran += first.text;
    let last = first;
    for (let resume = 0; resume < mostResumes && last.code !== 0; resume++) {
      watch.restart();
      last = await bench.run();
      ran += last.text;
    }
    return [judge(reference, bench, last, ran, watch), ...(await bench.journal())].filter((wrong) => wrong !== undefined).join('; ') || undefined;
  } finally {
    bench.close();
  }
}

function judge({ procedure, chips }: Reference, bench: PtyBench, last: { code: number | undefined; text: string }, ran: string, watch: LockWatch): string | undefined {
  const state = bench.chip.snapshot();
  const wrong = [...watch.broken, ...lockedOpen(state, procedure.plan).map((id) => `${id} is locked and open`)];
  if (last.code !== 0) wrong.push(`ends with ${last.code}: ${last.text.slice(-300)}`);
  wrong.push(...differing(statesOf(state), chips[0]?.wanted ?? {}).map((id) => `${id} differs from the uninterrupted run`));
  const left = `${ran.toLowerCase()}\n${bench.written()}`;
  if (procedure.secrets.some((secret) => left.includes(secret))) wrong.push('a secret is on the disk or on the screen');
  return wrong.length === 0 ? undefined : wrong.join('; ');
}

/** Really kills the bench process: after every request of the RSA procedure with its locks, or every few of them. */
export async function kills(every: number): Promise<Kills> {
  const reference = await makeReference(await (procedures[1] as (typeof procedures)[number])());
  const probe = spawn('socat', ['-V'], { stdio: 'ignore' });
  const there = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false));
    probe.once('close', () => resolve(true));
  });
  if (!there) return { cuts: 0, recovered: 0, refused: 0, notes: [socatMissing] };
  const requests = reference.chips[0]?.exchanges.length ?? 0;
  const notes: string[] = [];
  let cuts = 0;
  for (let nth = 1; nth <= requests; nth += every) {
    cuts += 1;
    const wrong = await killOnce(reference, nth);
    if (wrong !== undefined) notes.push(`lost: killed after request ${nth}: ${wrong}`);
  }
  return { cuts, recovered: cuts - notes.length, refused: 0, notes };
}
