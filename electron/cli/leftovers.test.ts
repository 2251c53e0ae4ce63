import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProgram } from '../app/testing/program.ts';

const cli = join(import.meta.dirname, '..', '..', 'dist', 'cli.js');
let folder: string;
const file = (name: string): string => join(folder, name);
const state = (): string => file('state');

/** Loaded before the program: at the first matching rename, the process kills itself like `kill -9`, or waits. */
const instead = (does: string): string => `import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const rename = fs.promises.rename;
fs.promises.rename = async (from, to) => {
  if (!to.includes('wanted')) return rename(from, to);
  ${does}
};
syncBuiltinESMExports();
`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-leftovers-'));
  mkdirSync(file('out'));
  writeFileSync(file('kill.mjs'), instead("process.kill(process.pid, 'SIGKILL');"));
  writeFileSync(file('wait.mjs'), instead('await new Promise((resolve) => setTimeout(resolve, 3_600_000));'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = () => ({ ...process.env, TRUST_BENCH_STATE_DIR: state() });
const run = (...words: string[]) => spawnSync(process.execPath, [cli, ...words], { encoding: 'utf8', cwd: folder, env: environment() });
const killed = (...words: string[]) => spawnSync(process.execPath, ['--import', file('kill.mjs'), cli, ...words], { encoding: 'utf8', cwd: folder, env: environment() });

const left = (): string[] => readdirSync(file('out')).toSorted();
const notes = (): string[] => (existsSync(join(state(), 'unfinished')) ? readdirSync(join(state(), 'unfinished')) : []);
const newKey = ['keys', 'new', '--algorithm', 'secp256r1', '--out', 'out/wanted.pem'];

describe.runIf(process.platform !== 'win32')('what a kill leaves half made', () => {
  it('a private key beside its file is removed when the command line starts again; the user\'s files stay', () => {
    expect(killed(...newKey).signal).toBe('SIGKILL');
    const [half = ''] = left();
    expect(half).toMatch(/^\.wanted\.pem\.[0-9a-f]{12}\.tmp$/);
    expect(readFileSync(file(`out/${half}`), 'utf8')).toContain('PRIVATE KEY');
    writeFileSync(file('out/.mine.0123456789ab.tmp'), 'of the user');
    expect(run('ports').status).toBe(0);
    expect([left(), notes()]).toEqual([['.mine.0123456789ab.tmp'], []]);
    expect(run(...newKey).status).toBe(0);
    expect([left(), notes()]).toEqual([['.mine.0123456789ab.tmp', 'wanted.pem'], []]);
  });

  it('and when the window opens', async () => {
    killed('--port', `simulated@out/wanted.json`, 'object', 'write', '--id', 'f1d0', '--in', 'kill.mjs');
    expect(left().filter((name) => name.endsWith('.tmp'))).toEqual([expect.stringMatching(/^\.wanted\.json\./)]);
    const program = await openProgram({}, folder);
    expect([left().filter((name) => name.endsWith('.tmp')), notes()]).toEqual([[], []]);
    await program.close();
  });

  it('a folder of secrets too', () => {
    expect(killed('--port', 'simulated', 'export', '--as', 'otc', '--out', 'out/wanted').signal).toBe('SIGKILL');
    expect(left()).toEqual([expect.stringMatching(/^\.wanted\.[0-9a-f]{12}\.tmp$/)]);
    run('--version');
    expect([left(), notes()]).toEqual([[], []]);
  });

  it('not while the process that makes it runs', async () => {
    const slow = spawn(process.execPath, ['--import', file('wait.mjs'), cli, ...newKey], { cwd: folder, env: environment(), stdio: 'ignore' });
    const ended = new Promise((resolve) => slow.once('exit', resolve));
    const isWritten = (): boolean => left().some((name) => readFileSync(file(`out/${name}`), 'utf8').endsWith('-----END PRIVATE KEY-----\n'));
    while (!isWritten()) await new Promise((resolve) => setTimeout(resolve, 20));
    run('ports');
    expect([left().length, notes().length]).toEqual([1, 1]);
    slow.kill('SIGKILL');
    await ended;
    run('ports');
    expect([left(), notes()]).toEqual([[], []]);
  });

  it('a note that names another file than one of ours removes nothing', () => {
    mkdirSync(join(state(), 'unfinished'), { recursive: true });
    writeFileSync(file('out/precious.pem'), 'of the user');
    symlinkSync('precious.pem', file('out/.precious.pem.0123456789ab.tmp'));
    const gone = { pid: 2 ** 30, started: '', host: hostname() };
    for (const [token, path] of [['0123456789ab', file('out/precious.pem')], ['0123456789ac', file('out/.precious.pem.0123456789ab.tmp')], ['0123456789ab', 'out/.precious.pem.0123456789ab.tmp']] as const) {
      writeFileSync(join(state(), 'unfinished', `${token}.json`), JSON.stringify({ ...gone, token, path }));
      expect(run('ports').status).toBe(0);
    }
    writeFileSync(join(state(), 'unfinished', '0123456789ab.json'), JSON.stringify({ ...gone, token: '0123456789ab', path: file('out/.precious.pem.0123456789ab.tmp') }));
    run('ports');
    expect(left()).toEqual(['.precious.pem.0123456789ab.tmp', 'precious.pem']);
  });
});
