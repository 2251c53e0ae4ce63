import { describe, expect, it, vi } from 'vitest';
import { sayChipId } from '../../../core/result/format.ts';
import { must } from '../../../core/result/result.ts';
import { createChip } from '../../../core/simulator/chip/chip.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import { ManualClock } from '../../../core/simulator/testing/manualClock.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { identity, openProgram, type TestProgram } from '../testing/program.ts';

/** Starts a program, uses it, and closes it. */
async function using<T>(environment: Readonly<Record<string, string>>, work: (program: TestProgram) => Promise<T>): Promise<T> {
  const program = await openProgram(environment);
  try {
    return await work(program);
  } finally {
    await program.close();
  }
}

const factory = createChip({ profile: profiles['trust-m-v3'], random: nodeRandomness, clock: new ManualClock() }).snapshot().objects;
/** The UID differs between chips, and so do secrets that are in no dump. */
const own = new Set(['e0c2', ...Object.keys(factory).filter((id) => profiles['trust-m-v3'].objects[id]?.data === undefined)]);
const comparable = (objects: ChipState['objects']) => Object.fromEntries(Object.entries(objects).map(([id, { metadata, data, key }]) => [id, own.has(id) ? { metadata, key } : { metadata, data, key }]));
const memory = (program: TestProgram): ChipState['objects'] => (JSON.parse(program.memory()) as ChipState).objects;
const chipIdIn = (objects: ChipState['objects']): string => (objects['e0c2']?.data ?? '').slice(22, 42);

/** Runs the wizard's plan with both locks. Undefined when the review already found another chip. */
async function provision(program: TestProgram) {
  await program.ok('board/connect', { path: 'simulated' });
  for (const slot of ['device', 'integrity'] as const) {
    const { keyPem, certificatePem } = await identity();
    await program.ok('wizard/material', { slot, ticket: await program.take(`${slot}.pem`, certificatePem + keyPem) });
  }
  await program.ok('wizard/answer', { confidentiality: true, lockAnchor: true, lockSecret: true, update: 'both' });
  await program.ok('wizard/secret', { ticket: await program.take('secret.txt', 'c3'.repeat(64)) });
  const review = await program.call('plan/from-wizard', {});
  if (!review.ok && review.fault.code === 'chip/other') return undefined;
  const plan = must(review);
  const sentBefore = (await program.ok('trace/read', { after: 0 })).length;
  const confirmations = Object.fromEntries(plan.steps.filter(({ undoable }) => !undoable).map(({ id, object }) => [id, object]));
  await program.ok('plan/run', { planId: plan.planId, confirmations });
  return { run: await program.ended(), sentBefore };
}

const notice = async (program: TestProgram): Promise<string> => (await program.ok('board/state', {})).notice ?? '';

/**
 * Replaces the chip during a run, and judges what the window says, the journal contains, and the chip contains.
 * @param fault counts requests from the connection on
 * @param request number of the request from the start; undefined when the place is given in another way
 * @returns whether that request was one of the run
 */
const swapped = (fault: string, request?: number): Promise<boolean> => using({ TRUST_BENCH_SIM_FAULTS: fault }, async (program) => {
  const ran = await provision(program);
  const now = memory(program);
  if (ran === undefined) {
    expect(comparable(now), `${fault}: the other chip is unchanged`).toEqual(comparable(factory));
    return false;
  }
  const { run } = ran;
  if (request !== undefined && (await program.ok('trace/read', { after: 0 })).length < request) {
    expect(run, `${fault}: the run has fewer requests`).toMatchObject({ state: 'finished' });
    return false;
  }
  expect(chipIdIn(now), `${fault}: the chip was swapped`).not.toBe(chipIdIn(factory));
  expect(comparable(now), `${fault}: the other chip is unchanged`).toEqual(comparable(factory));
  expect(run, fault).toMatchObject({ state: 'failed', chipId: chipIdIn(factory), fault: { code: 'chip/other' } });
  await vi.waitFor(async () => expect(await notice(program)).toBe(`Another chip is on this port now: ${sayChipId(chipIdIn(now))}`), { timeout: 5_000 });
  expect((await program.ok('records/list', {})).rows.map(({ chipId, state }) => ({ chipId, state })), fault).toEqual([{ chipId: chipIdIn(factory), state: 'failed' }]);
  expect((await program.fault('run/resume', {})).code).toBe('chip/other');
  expect(comparable(memory(program)), `${fault}: and stays so`).toEqual(comparable(factory));
  return true;
});

/** Number of programs that run at the same time. */
const atOnce = 3;

describe('a run with locks, and another chip answers from one of its requests on', () => {
  it.concurrent('error frames, at each request', async () => {
    const { sentBefore, requests } = await using({}, async (program) => {
      const whole = await provision(program);
      expect(whole?.run.state).toBe('finished');
      return { sentBefore: whole?.sentBefore ?? 0, requests: (await program.ok('trace/read', { after: 0 })).length };
    });
    expect(requests - sentBefore).toBeGreaterThan(30);
    // On a slow machine, the session may read the UID once more before the run or in it, so the number of requests varies.
    const waiting = Array.from({ length: requests - sentBefore }, (_, at) => sentBefore + 1 + at);
    let tried = 0;
    const work = async (): Promise<void> => {
      for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) if (await swapped(`swap@${request}:error`, request)) tried++;
    };
    // Each program mostly waits for the ping that finds the other chip.
    await Promise.all(Array.from({ length: atOnce }, work));
    expect(tried).toBeGreaterThan(30);
  }, 300_000);

  it.concurrent('silence, at the last lock', async () => expect(await swapped('swap@SetDataObject#8:silence')).toBe(true), 60_000);
});

it('put there between the review and the run: the run begins with the UID, and its record says what was found', () =>
  using({}, async (program) => {
    await program.ok('board/connect', { path: 'simulated' });
    const text = JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'x', steps: [{ id: 'w', kind: 'write-object', object: '0xF1D4', what: 'x', content: { inline: '0102' } }] });
    const { planId } = await program.ok('plan/open', { ticket: await program.take('plan.json', text) });
    await program.ok('board/simulate', { does: 'new-chip' });
    const started = await program.call('plan/run', { planId, confirmations: {} });
    if (started.ok) expect(await program.ended()).toMatchObject({ state: 'failed' });
    expect(comparable(memory(program))).toEqual(comparable(factory));
    await vi.waitFor(async () => expect(await notice(program)).toMatch(/Another chip/), { timeout: 5_000 });
  }));

it('the list of objects is not one of two chips', () =>
  using({ TRUST_BENCH_SIM_FAULTS: 'swap@30:before' }, async (program) => {
    await program.ok('board/connect', { path: 'simulated' });
    expect((await program.fault('objects/list', {})).code).toBe('chip/other');
    await vi.waitFor(async () => expect(await notice(program)).toMatch(/Another chip/), { timeout: 5_000 });
  }));
