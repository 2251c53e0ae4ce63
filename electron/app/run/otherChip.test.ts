import { afterEach, describe, expect, it } from 'vitest';
import { sayChipId } from '../../../core/result/format.ts';
import { createChip } from '../../../core/simulator/chip/chip.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import { ManualClock } from '../../../core/simulator/testing/manualClock.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { identity, openProgram, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
afterEach(() => program.close());

const factory = createChip({ profile: profiles['trust-m-v3'], random: nodeRandomness, clock: new ManualClock() }).snapshot().objects;
/** The UID differs between chips, and so do secrets that are in no dump. */
const own = new Set(['e0c2', ...Object.keys(factory).filter((id) => profiles['trust-m-v3'].objects[id]?.data === undefined)]);
const comparable = (objects: ChipState['objects']) => Object.fromEntries(Object.entries(objects).map(([id, { metadata, data, key }]) => [id, own.has(id) ? { metadata, key } : { metadata, data, key }]));
const memory = (): ChipState['objects'] => (JSON.parse(program.memory()) as ChipState).objects;
const chipIdIn = (objects: ChipState['objects']): string => (objects['e0c2']?.data ?? '').slice(22, 42);

/** Runs the wizard's plan with both locks. `faults` counts requests from the connection on. */
async function provision(faults: string) {
  program = await openProgram({ TRUST_BENCH_SIM_FAULTS: faults });
  await program.ok('board/connect', { path: 'simulated' });
  for (const slot of ['device', 'integrity'] as const) {
    const { keyPem, certificatePem } = await identity();
    await program.ok('wizard/material', { slot, ticket: await program.take(`${slot}.pem`, certificatePem + keyPem) });
  }
  await program.ok('wizard/answer', { confidentiality: true, lockAnchor: true, lockSecret: true, update: 'both' });
  await program.ok('wizard/secret', { ticket: await program.take('secret.txt', 'c3'.repeat(64)) });
  const plan = await program.ok('plan/from-wizard', {});
  const sentBefore = (await program.ok('trace/read', { after: 0 })).length;
  const confirmations = Object.fromEntries(plan.steps.filter(({ undoable }) => !undoable).map(({ id, object }) => [id, object]));
  await program.ok('plan/run', { planId: plan.planId, confirmations });
  return { run: await program.ended(), sentBefore };
}

const notice = async (): Promise<string> => (await program.ok('board/state', {})).notice ?? '';

/**
 * Replaces the chip during a run. Returns what the window says, what the journal contains, and what the chip contains.
 * @param request number of the request from the start; undefined when the place is given in another way
 * @returns whether the run reached that request
 */
async function swapped(fault: string, request?: number): Promise<boolean> {
  const { run } = await provision(fault);
  const now = memory();
  if (request !== undefined && (await program.ok('trace/read', { after: 0 })).length < request) {
    expect(run, `${fault}: the run has fewer requests`).toMatchObject({ state: 'finished' });
    return false;
  }
  expect(chipIdIn(now), `${fault}: the chip was swapped`).not.toBe(chipIdIn(factory));
  expect(comparable(now), `${fault}: the other chip is unchanged`).toEqual(comparable(factory));
  expect(run, fault).toMatchObject({ state: 'failed', chipId: chipIdIn(factory), fault: { code: 'chip/other' } });
  await expect.poll(notice, { timeout: 5_000 }).toBe(`Another chip is on this port now: ${sayChipId(chipIdIn(now))}`);
  expect((await program.ok('records/list', {})).rows.map(({ chipId, state }) => ({ chipId, state })), fault).toEqual([{ chipId: chipIdIn(factory), state: 'failed' }]);
  expect((await program.fault('run/resume', {})).code).toBe('chip/other');
  expect(comparable(memory()), `${fault}: and stays so`).toEqual(comparable(factory));
  return true;
}

describe('a run with locks, and another chip answers from one of its requests on', () => {
  it('error frames, at each request', async () => {
    const whole = await provision('');
    expect(whole.run.state).toBe('finished');
    const requests = (await program.ok('trace/read', { after: 0 })).length;
    expect(requests - whole.sentBefore).toBeGreaterThan(30);
    await program.close();
    // On a slow machine, the session may read the UID once more, so the number of requests varies by one.
    let tried = 0;
    for (let request = whole.sentBefore + 1; request <= requests; request++) {
      if (request > whole.sentBefore + 1) await program.close();
      if (!(await swapped(`swap@${request}:error`, request))) break;
      tried++;
    }
    expect(tried).toBeGreaterThan(30);
  }, 300_000);

  it('silence, at the last lock', async () => expect(await swapped('swap@SetDataObject#8:silence')).toBe(true), 60_000);
});

it('put there between the review and the run: the run begins with the UID, and its record says what was found', async () => {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated' });
  const text = JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'x', steps: [{ id: 'w', kind: 'write-object', object: '0xF1D4', what: 'x', content: { inline: '0102' } }] });
  const { planId } = await program.ok('plan/open', { ticket: await program.take('plan.json', text) });
  await program.ok('board/simulate', { does: 'new-chip' });
  const started = await program.call('plan/run', { planId, confirmations: {} });
  if (started.ok) expect(await program.ended()).toMatchObject({ state: 'failed' });
  expect(comparable(memory())).toEqual(comparable(factory));
  await expect.poll(notice, { timeout: 5_000 }).toMatch(/Another chip/);
});

it('the list of objects is not one of two chips', async () => {
  program = await openProgram({ TRUST_BENCH_SIM_FAULTS: 'swap@30:before' });
  await program.ok('board/connect', { path: 'simulated' });
  expect((await program.fault('objects/list', {})).code).toBe('chip/other');
  await expect.poll(notice, { timeout: 5_000 }).toMatch(/Another chip/);
});
