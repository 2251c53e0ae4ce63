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

/** A new simulated chip with a memory, a station and a journal of its own, so that several commands can run at once. */
function newPlace() {
  const place = mkdtempSync(file('place-'));
  const [chip, journal] = [join(place, 'chip.json'), join(place, 'journal')];
  return {
    memory: (): ChipState['objects'] => (JSON.parse(readFileSync(chip, 'utf8')) as ChipState).objects,
    /** States of the runs in the journal. */
    journalled: async (): Promise<string[]> => (existsSync(journal) ? (await readRuns(journal)).map(({ state }) => state) : []),
    run: (words: readonly string[], faults: string) => commandLine([...words, '--port', `simulated@${chip}`], { TRUST_BENCH_STATE_DIR: join(place, 'state'), TRUST_BENCH_JOURNAL: journal, TRUST_BENCH_SIM_FAULTS: faults }),
  };
}

const factory = createChip({ profile: profiles['trust-m-v3'], random: nodeRandomness, clock: new ManualClock() }).snapshot().objects;
/** The UID differs between chips, and so do secrets that are in no dump. */
const own = new Set(['e0c2', ...Object.keys(factory).filter((id) => profiles['trust-m-v3'].objects[id]?.data === undefined)]);
const comparable = (objects: ChipState['objects']) => Object.fromEntries(Object.entries(objects).map(([id, { metadata, data, key }]) => [id, own.has(id) ? { metadata, key } : { metadata, data, key }]));
const uidOf = (objects: ChipState['objects']): string => objects['e0c2']?.data ?? '';

/**
 * Only a missing answer is waited for. With a short deadline for every request, a busy machine would cause late answers
 * and additional requests.
 */
const deadline = (fault: string): readonly string[] => (fault.endsWith(':silence') ? ['--timeout', '1000'] : []);
const prepare = ['prepare', '--target', 'f1d4', '--anchor', 'e0e3', '--anchor-certificate', file('anchor.pem'), '--secret-id', 'f1d1', '--secret', file('secret.txt'), '--update', 'both', '--lock-anchor', '--lock-secret', '--secret-unreadable', '--yes-lock', 'e0e3', 'f1d1'];

beforeAll(async () => {
  expect((await newPlace().run(['keys', 'new', '--algorithm', 'secp256r1', '--out', file('signer.pem'), '--certificate', file('anchor.pem'), '--subject', 'CN=Signer'], '')).code).toBe(0);
  writeFileSync(file('secret.txt'), '5e'.repeat(32));
});

/** Finds the number of the command's requests: the first request number that never occurs, minus one. */
async function requestsOf(words: readonly string[]): Promise<number> {
  let requests = 0;
  for (let step = 64; step >= 1; step /= 2) {
    const { code } = await newPlace().run(words, `unplug@${requests + step}:before`);
    if (code !== 0) requests += step;
  }
  return requests;
}

/** Commands that wait for a missing answer at the same time. */
const atOnce = 24;

/** Runs the command, and replaces the chip at the given request of the command. */
async function swapped(words: readonly string[], fault: string): Promise<void> {
  const { run, memory, journalled } = newPlace();
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
    expect(requests).toBeGreaterThan(30);
    // Before the connection is made (five requests), the other chip is the command's own chip.
    const waiting = Array.from({ length: Math.ceil((requests - 5) / every) }, (_, index) => 6 + index * every);
    const work = async (): Promise<void> => {
      for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) await swapped(prepare, `swap@${request}:${how}`);
    };
    // Most of the time is spent waiting for a missing answer.
    await Promise.all(Array.from({ length: how === 'silence' ? atOnce : 1 }, work));
  }, 300_000);
});

describe('every command ends when another chip answers, and what it read is not mixed', () => {
  const [chipFile, hexFile] = [file('wanted.json'), file('wanted.txt')];
  writeFileSync(hexFile, '0102');
  writeFileSync(chipFile, JSON.stringify({ f1d4: { data: '0102' }, f1d6: { metadata: '2003c00107', data: '03' } }));
  it.each<[string, readonly string[], string]>([
    ['object list', ['object', 'list'], 'swap@30:error'],
    ['object read', ['object', 'read', '--id', 'f1d4', '--out', file('read.bin')], 'swap@7:before'],
    ['object write', ['object', 'write', '--id', 'f1d4', '--in', hexFile], 'swap@SetDataObject:error'],
    ['object lock', ['object', 'lock', '--id', 'f1d4', '--yes-lock', 'f1d4'], 'swap@SetDataObject:silence'],
    ['counter', ['counter', '--id', 'e120', '--add', '1'], 'swap@7:before'],
    ['keys generate', ['keys', 'generate', '--id', 'e0f1', '--algorithm', 'secp256r1', '--usage', 'sign', '--public', file('new.pem')], 'swap@GenKeyPair:silence'],
    ['export', ['export', '--as', 'json', '--out', file('export.json')], 'swap@40:before'],
    ['compare', ['compare', '--in', chipFile], 'swap@40:error'],
    ['import', ['import', '--in', chipFile, '--yes-lock', 'f1d6'], 'swap@SetDataObject#2:error'],
  ])('%s', async (_, words, fault) => {
    await swapped(words, fault);
    for (const left of ['read.bin', 'new.pem', 'export.json']) expect(existsSync(file(left)), left).toBe(false);
  });
});
