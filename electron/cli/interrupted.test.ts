import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ChipState } from '../../core/simulator/chip/state.ts';
import { chipMemory, lineJob, releaseJob } from '../app/line/testing/lineBench.ts';
import { readRuns } from '../journal/recordedRuns.ts';
import { testStation, type Ran } from './testing/commandLine.ts';

const { path, run } = testStation();
const port = (): readonly string[] => ['--port', `simulated@${path('chip.json')}`];
const memory = (): ChipState['objects'] => (JSON.parse(readFileSync(path('chip.json'), 'utf8')) as ChipState).objects;

/** Runs the built command line, and sends it a signal each time one of these texts appears on stderr, in their order. */
function interrupted(words: readonly string[], faults: string, at: readonly RegExp[], signal: NodeJS.Signals = 'SIGINT'): Promise<Ran & { readonly signal: string | null }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', '..', 'dist', 'cli.js'), ...words], { env: { ...process.env, TRUST_BENCH_STATE_DIR: path('.'), TRUST_BENCH_SIM_FAULTS: faults }, stdio: ['ignore', 'pipe', 'pipe'] });
  const waiting = [...at];
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => void (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    if (waiting[0]?.test(err) !== true) return;
    waiting.shift();
    child.kill(signal);
  });
  return new Promise((resolve) => child.once('close', (code, ended) => resolve({ code: code ?? -1, signal: ended, out, err })));
}

describe('Ctrl-C while a plan runs', () => {
  let words: readonly string[];
  beforeEach(async () => {
    writeFileSync(path('anchor.txt'), '5e'.repeat(32));
    expect((await run('keys', 'new', '--algorithm', 'secp256r1', '--out', path('signer.pem'), '--certificate', path('anchor.pem'), '--subject', 'CN=Signer')).code).toBe(0);
    words = [...port(), 'prepare', '--target', 'f1d4', '--anchor', 'e0e3', '--anchor-certificate', path('anchor.pem'), '--update', 'data', '--lock-anchor', '--yes-lock', 'e0e3'];
  });

  it.each<[NodeJS.Signals]>([['SIGINT'], ['SIGTERM']])('%s: the running step is finished, no other is begun, and a second run does the rest', async (signal) => {
    const ran = await interrupted(words, 'late@SetDataObject:700', [/ {2}done: /], signal);
    expect([ran.code, ran.signal]).toEqual([1, null]);
    expect(ran.err).toContain('Stopping. ');
    expect(ran.err).toMatch(/^error: plan\/stopped: /m);
    expect(ran.err.match(/ {2}done: /g)).toHaveLength(2);
    expect(memory()['e0e3']?.metadata, 'not locked').not.toContain('c00107');
    expect((await readRuns(path('journal'))).map(({ state }) => state)).toEqual(['cancelled']);
    expect((await run(...words)).code).toBe(0);
    expect(memory()['e0e3']?.metadata).toContain('c00107');
  });

  it('a second Ctrl-C ends the program at once', async () => {
    const ran = await interrupted(words, 'hang@SetDataObject#2', [/ {2}done: /, /Stopping\. /]);
    expect(ran.signal).toBe('SIGINT');
    expect(ran.err).not.toContain('error:');
  });
});

describe('Ctrl-C while a job runs', () => {
  const twoSlots = ['--slot', '1', '2', '--serial', 'A1', 'A2'];
  beforeEach(async () => {
    writeFileSync(path('a.tbjob'), await releaseJob(path('.'), lineJob()));
    for (const slot of ['1', '2']) {
      writeFileSync(path(`simulated-${slot}.json`), JSON.stringify(chipMemory(Number(slot))));
      expect((await run('slots', 'teach', slot, '--port', `simulated@${path(`simulated-${slot}.json`)}`)).code).toBe(0);
    }
  });

  it('each unit is stopped, says so, and is done by the next run', async () => {
    const words = ['job', 'run', '--job', path('a.tbjob'), ...twoSlots];
    const ran = await interrupted(words, 'late@SetDataObject:700', [/done: /]);
    expect([ran.code, ran.signal]).toEqual([1, null]);
    for (const slot of ['1', '2']) expect(ran.out).toMatch(new RegExp(`Slot ${slot}: FAIL A${slot}, chip`));
    expect(ran.err.match(/^line\/closed: /gm)).toHaveLength(2);
    expect((await run('job', 'run', '--job', path('a.tbjob'), '--slot', '1', '2')).code).toBe(0);
  });

  it('while it waits for a chip: the command says that not all was done', async () => {
    const words = ['job', 'run', '--job', path('a.tbjob'), ...twoSlots.slice(0, 3), '--count', '2'];
    const ran = await interrupted(words, '', [/waiting/]);
    expect([ran.code, ran.signal]).toEqual([1, null]);
    expect(ran.err).toMatch(/^error: job\/interrupted: /m);
  });
});
