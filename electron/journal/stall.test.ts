import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journalFiles } from './files.ts';
import { Journal } from './journal.ts';
import { readRuns } from './recordedRuns.ts';
import { verifyFile } from './verify.ts';

const root = join(import.meta.dirname, '..', '..');
let base: string;
let program: string;

beforeAll(async () => {
  // Built in the folder of the packages, so that the program finds them.
  base = mkdtempSync(join(root, 'node_modules', '.stall-'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { ssr: join(import.meta.dirname, 'testing', 'stoppedWriter.ts'), outDir: base, target: 'node20', rolldownOptions: { output: { entryFileNames: 'writer.mjs' } } },
  });
  program = join(base, 'writer.mjs');
}, 60_000);
afterAll(() => rmSync(base, { recursive: true, force: true }));

const newFolder = (): string => join(mkdtempSync(join(tmpdir(), 'trust-bench-stall-')), 'journal');

interface Writer {
  readonly child: ChildProcess;
  readonly text: () => string;
  /** Resolves when the writer has printed this text. */
  said(word: string): Promise<void>;
  readonly ended: Promise<void>;
}

function start(folder: string, point: string, name: string): Writer {
  const child = spawn(process.execPath, [program, folder, point, name], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  const waiting: (() => void)[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    for (const look of waiting) look();
  });
  const said = (word: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => void (text.includes(word) && resolve());
      waiting.push(look);
      look();
    });
  return { child, text: () => text, said, ended: new Promise((resolve) => void child.once('close', () => resolve())) };
}

/** Reads the names of runs and steps from all lines, and whether every file is intact. */
async function judged(folder: string): Promise<{ readonly broken: string[]; readonly lines: number }> {
  const files = await journalFiles(folder);
  const checked = await Promise.all(files.map((file) => verifyFile(join(folder, file))));
  return {
    broken: checked.flatMap((one) => (one.ok ? [] : [`${one.fault.code} ${JSON.stringify(one.fault.data)}`])),
    lines: checked.reduce((sum, one) => sum + (one.ok ? one.value.lines : 0), 0),
  };
}

const stopMs = 15_000;
const points = ['locked', 'ordered', 'read', 'opened', 'checked', 'written'] as const;

describe.runIf(process.platform !== 'win32')('a writer that is stopped for 15 s', () => {
  it.concurrent.each(points)('at "%s": it keeps its lock, and both write one chain', { timeout: 60_000 }, async (point) => {
    const folder = newFolder();
    const stopped = start(folder, point, 'stopped');
    await stopped.said('stopping');
    const other = start(folder, 'nowhere', 'other');
    await new Promise((resolve) => setTimeout(resolve, stopMs));
    expect(other.text(), 'the other waits').toBe('');
    stopped.child.kill('SIGCONT');
    await Promise.all([stopped.ended, other.ended]);
    expect(stopped.text()).toBe('stopping\nwritten\nwritten\n');
    expect(other.text()).toBe('written\nwritten\n');
    expect(await judged(folder)).toEqual({ broken: [], lines: 5 });
    rmSync(join(folder, '..'), { recursive: true });
  });

  it('killed there instead: the next writer goes on at once', { timeout: 60_000 }, async () => {
    for (const point of points) {
      const folder = newFolder();
      const stopped = start(folder, point, 'stopped');
      await stopped.said('stopping');
      stopped.child.kill('SIGKILL');
      await stopped.ended;
      const other = start(folder, 'nowhere', 'other');
      await other.ended;
      expect(other.text(), point).toBe('written\nwritten\n');
      expect((await judged(folder)).broken, point).toEqual([]);
      expect(readdirSync(folder).filter((name) => name.startsWith('.lock')), point).toEqual([]);
      rmSync(join(folder, '..'), { recursive: true });
    }
  });

  it('a lock that was taken away while its owner was stopped: the owner writes nothing until it has a lock again', { timeout: 60_000 }, async () => {
    const folder = newFolder();
    const stopped = start(folder, 'opened', 'stopped');
    await stopped.said('stopping');
    rmSync(join(folder, '.lock'));
    const other = start(folder, 'nowhere', 'other');
    await other.ended;
    stopped.child.kill('SIGCONT');
    await stopped.ended;
    expect(stopped.text()).toBe('stopping\nwritten\nwritten\n');
    expect(await judged(folder)).toEqual({ broken: [], lines: 5 });
    rmSync(join(folder, '..'), { recursive: true });
  });
});

it('many waiters that find one dead lock: none removes the new lock of another', async () => {
  const folder = newFolder();
  mkdirSync(folder, { recursive: true });
  for (let round = 0; round < 10; round++) {
    writeFileSync(join(folder, '.lock'), JSON.stringify({ pid: 999_999_999, started: '1', host: hostname(), token: 'x' }));
    const writers = Array.from({ length: 8 }, (_, nth) => new Journal({ folder, now: () => new Date(), who: `${nth}@test` }));
    const written = await Promise.all(writers.map((one, nth) => one.append({ what: 'run-set-aside', run: `${round} ${nth}` })));
    expect(written.every(({ ok }) => ok)).toBe(true);
  }
  expect(await judged(folder)).toEqual({ broken: [], lines: 81 });
  expect(await readRuns(folder)).toEqual([]);
  rmSync(join(folder, '..'), { recursive: true });
});
