import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Secret } from '../../core/bytes/secret.ts';
import { encodePrivateKeyPem } from '../../core/keys/privateKey.ts';
import { nodeRandomness } from '../serial/randomness.ts';
import { makeSampleBundle } from '../simulated/sample/sampleBundle.ts';
import { identity, openProgram, type Identity, type TestProgram } from './testing/program.ts';

interface Made {
  readonly secret: Secret;
  readonly where: string;
}

/** Every secret that was made while a test ran, and where. */
const made = vi.hoisted<Made[]>(() => []);

vi.mock('../../core/bytes/secret.ts', async (original) => {
  const real = await original<{ Secret: typeof Secret }>();
  class Tracked extends real.Secret {
    constructor(bytes: Uint8Array) {
      super(bytes);
      const where = (new Error().stack ?? '').split('\n').filter((line) => /\/(core|electron)\//.test(line) && !line.includes('secretsWiped')).slice(0, 4);
      made.push({ secret: this, where: where.map((line) => line.replace(/^.*\/((core|electron)\/[^)]*)\)?$/, '$1')).join(' < ') });
    }
  }
  return { ...real, Secret: Tracked };
});

/** Lists where secrets were made that were never wiped. */
const left = (): string[] => made.filter(({ secret }) => !secret.wiped).map(({ where }) => where);

let program: TestProgram;
beforeEach(async () => {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated' });
});
afterEach(() => program.close());

const password = 'correct-horse-battery-staple';
const hexSecret = 'c3'.repeat(64);

/** A key whose original the test itself owns. Only the copies that the program makes from its file are counted. */
async function given(): Promise<Identity> {
  const one = await identity();
  made.length = 0;
  return one;
}

async function give(slot: 'device' | 'integrity', { keyPem, certificatePem }: Identity, more: { readonly password?: string } = {}): Promise<void> {
  await program.ok('wizard/material', { slot, ticket: await program.take('key.pem', keyPem), ...more });
  await program.ok('wizard/material', { slot, ticket: await program.take('certificate.pem', certificatePem) });
}

it('a run, a failed review, a second plan, a reset: nothing is left after "forget all answers"', async () => {
  const [device, integrity] = [await given(), await given()];
  const locked = encodePrivateKeyPem(device.key, { password, random: nodeRandomness });
  expect((await program.call('wizard/material', { slot: 'device', ticket: await program.take('key.pem', locked), password: 'wrong' })).ok).toBe(false);
  await give('device', { ...device, keyPem: locked }, { password });
  await give('integrity', integrity);
  await program.ok('wizard/secret', { ticket: await program.take('secret.txt', hexSecret) });
  await program.fault('wizard/secret', { ticket: await program.take('short.txt', 'aabb') });
  for (const confidentiality of [false, true]) {
    await program.ok('wizard/answer', { confidentiality, update: 'both' });
    const { planId, steps } = await program.ok('plan/from-wizard', {});
    const confirmations = Object.fromEntries(steps.filter(({ undoable }) => !undoable).map(({ id, object }) => [id, object]));
    expect(Object.values(confirmations), 'the second time the key is overwritten').toEqual(confidentiality ? ['0xF1D1', '0xE0F1'] : []);
    await program.ok('plan/run', { planId, confirmations });
    expect((await program.ended()).state).toBe('finished');
  }
  await program.ok('plan/from-wizard', {});
  expect(left().length, 'the material is held').toBeGreaterThan(0);
  await program.ok('wizard/reset', {});
  expect(left()).toEqual([]);
});

it('a review that is still being made when all answers are forgotten holds nothing, and cannot be run', async () => {
  await program.close();
  program = await openProgram({ TRUST_BENCH_SIM_FAULTS: 'late@GetDataObject:5' });
  await program.ok('board/connect', { path: 'simulated' });
  await give('device', await given());
  await give('integrity', await given());
  const held = made.length;
  const reviewed = program.call('plan/from-wizard', {});
  // The plan has its own copies now.
  while (made.length === held) await new Promise((done) => setImmediate(done));
  await program.ok('wizard/reset', {});
  expect(await reviewed).toMatchObject({ ok: false, fault: { code: 'plan/review-void' } });
  expect(left()).toEqual([]);
});

it('what is replaced, cleared or made here is overwritten', async () => {
  const integrity = await given();
  for (let times = 0; times < 2; times++) {
    await give('integrity', integrity);
    await program.ok('wizard/make-integrity', {});
    await program.ok('wizard/make-secret', {});
    await program.ok('wizard/material', { slot: 'device', ticket: await program.take('aes.txt', '00112233445566778899aabbccddeeff') });
  }
  expect(left()).toHaveLength(3);
  for (const slot of ['device', 'integrity', 'secret'] as const) await program.ok('wizard/clear', { slot });
  expect(left()).toEqual([]);
});

it('studio and workshop: forms, sets, keys, a series; all is overwritten when the program closes', async () => {
  const integrity = await given();
  const other = await given();
  const ticket = (): Promise<string> => program.take('key.pem', integrity.keyPem);
  for (let times = 0; times < 2; times++) {
    await program.ok('datasets/give', { slot: 'key', ticket: await ticket() });
    await program.ok('datasets/give', { slot: 'signer', ticket: await ticket() });
    await program.ok('datasets/give', { slot: 'secret', ticket: await program.take('secret.txt', hexSecret) });
  }
  expect(left(), 'each slot holds one').toHaveLength(3);
  await program.fault('datasets/give', { slot: 'key', ticket: await program.take('two.pem', integrity.keyPem + other.keyPem) });
  await program.fault('datasets/give', { slot: 'data', ticket: await ticket() });
  expect(left(), 'what was refused is not held').toHaveLength(3);
  const set = await program.ok('datasets/build', {});
  await program.ok('datasets/check', { id: set.id, secret: await program.take('secret.txt', hexSecret) });
  await program.ok('datasets/plan', { id: set.id });
  await program.ok('keys/open', { ticket: await ticket() });
  const { selected = '' } = await program.ok('keys/new', { algorithm: 'aes256', name: 'made' });
  await program.ok('keys/save', { id: selected, part: 'key' });
  await program.ok('keys/ticket', { id: selected });
  await program.main.close();
  expect(left()).toEqual([]);
});

it('a reel: secrets are overwritten when it closes, also while it is being unlocked', async () => {
  const sample = await makeSampleBundle({ chips: 2, simulated: 0, outer: 'zip', hideNames: false, random: nodeRandomness, now: new Date() });
  made.length = 0;
  const { id } = await program.ok('reels/open', { tickets: [await program.take(sample.name, sample.bytes)] });
  await program.ok('reels/unlock', { id, transportKey: sample.transportKey });
  expect(left()).toHaveLength(2);
  await program.ok('reels/export-secrets', { id, as: 'json', typedReel: sample.reelId });
  await program.ok('reels/close', { id });
  expect(left()).toEqual([]);
  await program.ok('reels/open', { tickets: [await program.take(sample.name, sample.bytes)] });
  const unlocking = program.call('reels/unlock', { id, transportKey: sample.transportKey });
  await program.ok('reels/close', { id });
  expect(await unlocking).toMatchObject({ ok: false, fault: { code: 'bundle/closed' } });
  expect(left()).toEqual([]);
});
