import { afterEach, beforeEach, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openProgram, type TestProgram } from '../testing/program.ts';

/** Plans on a chip where F1D4 can only be written after proving the reference in F1D0. */
const secret = '5a'.repeat(32);
const [right, wrong] = [secret, 'a5'.repeat(32)];
let program: TestProgram;
let folder: string;

const write = (id: string, object: string, inline: string) => ({ id, kind: 'write-object', object, what: 'x', content: { inline } });
const metadata = (id: string, object: string, changes: string) => ({ id, kind: 'write-metadata', object, changes, purpose: 'x' });

async function open(...steps: readonly object[]) {
  return program.ok('plan/open', { ticket: await program.take('plan.json', JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'x', steps })) });
}
const authorize = async (reference: string) => program.call('chip/authorize', { reference: '0xF1D0', ticket: await program.take('secret.txt', reference) });

async function start(environment: Readonly<Record<string, string>> = {}): Promise<void> {
  program = await openProgram(environment, folder);
  await program.ok('board/connect', { path: 'simulated' });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-authorized-'));
  await start();
  const reference = [metadata('a', '0xF1D0', '2006e80131d30100'), write('b', '0xF1D0', secret)];
  const { planId } = await open(...reference, metadata('c', '0xF1D4', '2005d00323f1d0'));
  await program.ok('plan/run', { planId, confirmations: {} });
  expect(await program.ended()).toMatchObject({ state: 'finished' });
});
afterEach(async () => {
  await program.close();
  rmSync(folder, { recursive: true });
});

it('a review outlives neither a new authorization nor a lost one', async () => {
  const before = await open(write('w', '0xF1D5', '01'));
  expect((await authorize(right)).ok).toBe(true);
  expect(await program.fault('plan/run', { planId: before.planId, confirmations: {} })).toMatchObject({ code: 'plan/review-void', data: { because: 'access' } });
  const { planId } = await open(write('w', '0xF1D4', '01'));
  expect((await authorize(wrong)).ok).toBe(false);
  expect(await program.fault('plan/run', { planId, confirmations: {} })).toMatchObject({ code: 'plan/review-void', data: { because: 'access' } });
});

it('a run is resumed only when what it was reviewed with is reached again', async () => {
  await authorize(right);
  const { planId } = await open(write('v', '0xF1D5', '01'), write('w', '0xF1D4', '01'));
  const started = program.call('plan/run', { planId, confirmations: {} });
  await program.ok('run/cancel', {});
  await started;
  expect(await program.ended()).toMatchObject({ state: 'cancelled' });
  await authorize(wrong);
  expect(await program.fault('run/resume', {})).toMatchObject({ code: 'plan/review-void', data: { because: 'access' } });
  await authorize(right);
  await program.ok('run/resume', {});
  expect(await program.ended()).toMatchObject({ state: 'finished' });
});

it('an Auto state that goes in the middle of a run is what the refusal is explained with', async () => {
  await program.close();
  await start({ TRUST_BENCH_SIM_FAULTS: 'error@SetDataObject#1' });
  await authorize(right);
  const { planId } = await open(write('w', '0xF1D4', '01'));
  await program.ok('plan/run', { planId, confirmations: {} });
  const ended = await program.ended();
  expect(ended.state).toBe('failed');
  expect(JSON.stringify(ended.fault)).toContain('authorized with 0xF1D0');
});

it('a secret may go into an object that only an authorized connection reads', async () => {
  const guarded = await open(metadata('m', '0xF1D5', '2005d10323f1d0'));
  await program.ok('plan/run', { planId: guarded.planId, confirmations: {} });
  await program.ended();
  await authorize(right);
  const content = { material: 'content of 0xF1D5', bytes: 64 };
  const led = { id: 's', kind: 'write-object', object: '0xF1D5', what: 'x', content };
  const { planId } = await open(led);
  const ticket = await program.take('secret.txt', '5e'.repeat(64));
  expect(await program.ok('plan/material', { planId, name: 'content of 0xF1D5', ticket }), 'others cannot read it').toMatchObject({ verdict: 'passed', needs: [] });
});
