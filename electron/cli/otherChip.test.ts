import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChip } from '../../core/simulator/chip/chip.ts';
import type { ChipState } from '../../core/simulator/chip/state.ts';
import { profiles } from '../../core/simulator/profiles/profiles.ts';
import { ManualClock } from '../../core/simulator/testing/manualClock.ts';
import { readRuns } from '../journal/recordedRuns.ts';
import { nodeRandomness } from '../serial/randomness.ts';
import { commandLine } from './testing/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'trust-bench-other-chip-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => join(folder, name);

/** Runs the program on a new simulated chip, which saves its memory in `chip.json`. */
async function run(words: readonly string[], faults = '') {
  return commandLine(words, { TRUST_BENCH_STATE_DIR: file('state'), TRUST_BENCH_JOURNAL: file('journal'), TRUST_BENCH_SIM_FAULTS: faults });
}

const memory = (): ChipState['objects'] => (JSON.parse(readFileSync(file('chip.json'), 'utf8')) as ChipState).objects;
const factory = createChip({ profile: profiles['trust-m-v3'], random: nodeRandomness, clock: new ManualClock() }).snapshot().objects;
/** The UID differs between chips, and so do secrets that are in no dump. */
const own = new Set(['e0c2', ...Object.keys(factory).filter((id) => profiles['trust-m-v3'].objects[id]?.data === undefined)]);
const comparable = (objects: ChipState['objects']) => Object.fromEntries(Object.entries(objects).map(([id, { metadata, data, key }]) => [id, own.has(id) ? { metadata, key } : { metadata, data, key }]));
const uidOf = (objects: ChipState['objects']): string => objects['e0c2']?.data ?? '';

/** States of the runs in the journal. */
const journalled = async (): Promise<string[]> => (existsSync(file('journal')) ? (await readRuns(file('journal'))).map(({ state }) => state) : []);

function newChip(): void {
  rmSync(file('chip.json'), { force: true });
  rmSync(file('journal'), { recursive: true, force: true });
}

const port = ['--port', `simulated@${file('chip.json')}`];
/**
 * Only a missing answer is waited for. With a short deadline for every request, a busy machine would cause late answers
 * and additional requests.
 */
const deadline = (fault: string): readonly string[] => (fault.endsWith(':silence') ? ['--timeout', '40'] : []);
const prepare = ['prepare', '--target', 'f1d4', '--anchor', 'e0e3', '--anchor-certificate', file('anchor.pem'), '--secret-id', 'f1d1', '--secret', file('secret.txt'), '--update', 'both', '--lock-anchor', '--lock-secret', '--secret-unreadable', '--yes-lock', 'e0e3', 'f1d1', ...port];

beforeAll(async () => {
  expect((await run(['keys', 'new', '--algorithm', 'secp256r1', '--out', file('signer.pem'), '--certificate', file('anchor.pem'), '--subject', 'CN=Signer'])).code).toBe(0);
  writeFileSync(file('secret.txt'), '5e'.repeat(32));
});

/** Number of requests of the command: the first request number that never occurs, minus one. */
async function requestsOf(words: readonly string[]): Promise<number> {
  let requests = 0;
  newChip();
  await run(words, '');
  for (let step = 64; step >= 1; step /= 2) {
    newChip();
    const { code } = await run(words, `unplug@${requests + step}:before`);
    if (code !== 0) requests += step;
  }
  return requests;
}

/** Replaces the chip at this request of the command. */
async function swapped(words: readonly string[], fault: string): Promise<void> {
  newChip();
  const ran = await run([...words, ...deadline(fault)], fault);
  const now = memory();
  expect(uidOf(now), `${fault}: the chip was swapped`).not.toBe(uidOf(factory));
  expect(comparable(now), `${fault}: the other chip is unchanged`).toEqual(comparable(factory));
  expect(ran.code, `${fault}: ${ran.out}${ran.err}`).not.toBe(0);
  expect(ran.err, fault).toContain('chip/other');
  const runs = await journalled();
  // The journal is empty until the command has begun to run.
  expect(runs.every((state) => state === 'failed'), `${fault}: ${runs.join()}`).toBe(true);
  if (ran.err.includes(' done: ')) expect(runs, fault).toEqual(['failed']);
}

describe('prepare with locks, and another chip answers from one of its requests on', () => {
  // A replaced chip that answers without an error is found by the same read each time, so every fifth request is
  // enough.
  it.each([['error', 1], ['silence', 1], ['before', 5]])('%s: nothing is written to it, and the journal says that the run failed', async (how, every) => {
    const requests = await requestsOf(prepare);
    expect(requests).toBeGreaterThan(40);
    // Before the connection is made (five requests), the other chip is the command's own chip.
    for (let request = 6; request <= requests; request += every) await swapped(prepare, `swap@${request}:${how}`);
  }, 300_000);
});

describe('every command ends when another chip answers, and what it read is not mixed', () => {
  const [chipFile, hexFile] = [file('wanted.json'), file('wanted.txt')];
  writeFileSync(hexFile, '0102');
  writeFileSync(chipFile, JSON.stringify({ f1d4: { data: '0102' }, f1d6: { metadata: '2003c00107', data: '03' } }));
  it.each<[string, readonly string[], string]>([
    ['object list', ['object', 'list', ...port], 'swap@30:error'],
    ['object read', ['object', 'read', '--id', 'f1d4', '--out', file('read.bin'), ...port], 'swap@7:before'],
    ['object write', ['object', 'write', '--id', 'f1d4', '--in', hexFile, ...port], 'swap@SetDataObject:error'],
    ['object lock', ['object', 'lock', '--id', 'f1d4', '--yes-lock', 'f1d4', ...port], 'swap@SetDataObject:silence'],
    ['counter', ['counter', '--id', 'e120', '--add', '1', ...port], 'swap@7:before'],
    ['keys generate', ['keys', 'generate', '--id', 'e0f1', '--algorithm', 'secp256r1', '--usage', 'sign', '--public', file('new.pem'), ...port], 'swap@GenKeyPair:silence'],
    ['export', ['export', '--as', 'json', '--out', file('export.json'), ...port], 'swap@40:before'],
    ['compare', ['compare', '--in', chipFile, ...port], 'swap@40:error'],
    ['import', ['import', '--in', chipFile, '--yes-lock', 'f1d6', ...port], 'swap@SetDataObject#2:error'],
  ])('%s', async (_, words, fault) => {
    await swapped(words, fault);
    for (const left of ['read.bin', 'new.pem', 'export.json']) expect(existsSync(file(left)), left).toBe(false);
  });
});
