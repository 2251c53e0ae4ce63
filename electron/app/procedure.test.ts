import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../../core/bytes/bytes.ts';
import { toHex } from '../../core/bytes/hex.ts';
import type { ChipState } from '../../core/simulator/chip/state.ts';
import { identity, openProgram, type Identity, type TestProgram } from './testing/program.ts';

let program: TestProgram;
afterEach(() => program.close());

const secretText = 'c3'.repeat(64);

async function start(environment: Readonly<Record<string, string>> = {}): Promise<void> {
  program = await openProgram(environment);
  await program.ok('board/connect', { path: 'simulated' });
}

async function dropPair(slot: 'device' | 'integrity', { keyPem, certificatePem }: Identity): Promise<void> {
  await program.ok('wizard/material', { slot, ticket: await program.take(`${slot}.pem`, certificatePem + keyPem) });
}

const object = (id: string) => {
  const state = JSON.parse(program.memory()) as ChipState;
  return state.objects[id] as NonNullable<ChipState['objects'][string]>;
};

/** SHA-256 of the chip's memory without its own event counter (E0C5), which counts every use of a key. */
function memoryPrint(): string {
  const { objects } = JSON.parse(program.memory()) as ChipState;
  return toHex(sha256(utf8(JSON.stringify({ ...objects, e0c5: undefined }))));
}

/** Rehearses a plan, confirms every lock, and runs it to the end. */
async function runWizard() {
  const plan = await program.ok('plan/from-wizard', {});
  const confirmations = Object.fromEntries(plan.steps.filter(({ undoable }) => !undoable).map(({ id, object: oid }) => [id, oid]));
  await program.ok('plan/run', { planId: plan.planId, confirmations });
  return { plan, run: await program.ended() };
}

const states = (run: Awaited<ReturnType<typeof runWizard>>['run']): string[] => run.steps.map(({ id, state }) => `${id}: ${state}`);

describe('the procedure', () => {
  it('with confidentiality and locks ends proved; the same answers again change nothing', async () => {
    await start();
    const [device, integrity] = [await identity(), await identity()];
    await dropPair('device', device);
    await dropPair('integrity', integrity);
    await program.ok('wizard/answer', { confidentiality: true, lockAnchor: true, lockSecret: true, update: 'both', payloadVersion: 4 });
    await program.ok('wizard/secret', { ticket: await program.take('secret.txt', secretText) });
    const first = await runWizard();
    expect(first.run.state, JSON.stringify(first.run.fault)).toBe('finished');
    expect(states(first.run).slice(-3)).toEqual(['prove-key: done', 'lock-anchor: done', 'lock-secret: done']);
    expect(object('e0f1').key).toMatchObject({ privateKey: device.key.secret.open(toHex) });

    const memory = memoryPrint();
    const view = await program.ok('wizard/state', {});
    expect(view.problems.filter(({ step }) => step > 0), 'locked objects that hold the right content are no problem').toEqual([]);
    expect(view.problems.map(({ fault }) => fault.code), 'only the version must go up').toEqual(['wizard/version-too-low']);
    await program.ok('wizard/answer', { payloadVersion: 5 });
    const again = await runWizard();
    expect(again.run.state, JSON.stringify(again.run.fault)).toBe('finished');
    expect(states(again.run)).toEqual([
      'device-certificate: unchanged',
      'anchor-certificate: unchanged',
      'anchor-metadata: unchanged',
      'secret: unchanged',
      'secret-metadata: unchanged',
      'send-key: done',
      'prove-key: done',
      'lock-anchor: unchanged',
      'lock-secret: unchanged',
    ]);
    expect(memoryPrint()).not.toBe(memory);
  });

  it('a second run of the very same plan changes nothing', async () => {
    await start();
    await dropPair('device', await identity('rsa2048'));
    await dropPair('integrity', await identity());
    await program.ok('wizard/answer', { lockAnchor: true, update: 'both' });
    const { plan } = await runWizard();
    const memory = memoryPrint();
    const confirmations = Object.fromEntries(plan.steps.map(({ id, object: oid }) => [id, oid]));
    expect((await program.fault('plan/run', { planId: plan.planId, confirmations })), 'one review, one run').toMatchObject({ code: 'plan/review-void', data: { because: 'run' } });
    await program.ok('plan/save', { planId: plan.planId });
    const again = await program.ok('plan/open', { ticket: await program.take('plan.json', readFileSync(join(program.folder, 'saved', 'plan.json'))) });
    await program.ok('plan/run', { planId: again.planId, confirmations });
    const run = await program.ended();
    expect(run.state).toBe('finished');
    expect(states(run).filter((line) => !line.endsWith('unchanged'))).toEqual(['prove-key: done']);
    expect(memoryPrint()).toBe(memory);
  });

  it('nothing but reads is sent before the plan is run, and only a reviewed plan runs', async () => {
    await start();
    await dropPair('device', await identity());
    await dropPair('integrity', await identity());
    await program.ok('wizard/answer', { lockAnchor: true });
    const memory = memoryPrint();
    const plan = await program.ok('plan/from-wizard', {});
    const trace = await program.ok('trace/read', { after: 0 });
    expect(new Set(trace.map(({ command }) => command))).toEqual(new Set(['OpenApplication', 'GetDataObject']));
    expect((await program.fault('plan/run', { planId: 'invented', confirmations: {} })).code).toBe('plan/not-reviewed');
    expect((await program.fault('plan/run', { planId: plan.planId, confirmations: {} })).code).toBe('plan/not-confirmed');
    expect((await program.fault('plan/run', { planId: plan.planId, confirmations: { 'lock-anchor': '0xE0E8' } })).code).toBe('plan/not-confirmed');
    expect(memoryPrint()).toBe(memory);
  });

  it('a plan is for its chip: another chip on the port gets nothing', async () => {
    await start();
    await dropPair('device', await identity());
    await dropPair('integrity', await identity());
    const plan = await program.ok('plan/from-wizard', {});
    await program.ok('board/simulate', { does: 'new-chip' });
    await expect.poll(async () => (await program.ok('board/state', {})).notice, { timeout: 5000 }).toMatch(/Another chip/);
    expect(await program.fault('plan/run', { planId: plan.planId, confirmations: {} })).toMatchObject({ code: 'plan/review-void', data: { because: 'chip' } });
    expect(object('e0e3').data ?? '00').toMatch(/^(00)*$/);
  });
});

describe('secrets stay in the main process', () => {
  const filesOf = (folder: string): string[] =>
    readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesOf(path) : [path];
    });

  it('no private key and no secret in messages, traces, plans, reports or files of ours', async () => {
    await start();
    const [device, integrity] = [await identity(), await identity()];
    await dropPair('device', device);
    await dropPair('integrity', integrity);
    await program.ok('wizard/answer', { confidentiality: true, lockSecret: true });
    await program.ok('wizard/secret', { ticket: await program.take('secret.txt', secretText) });
    const { plan, run } = await runWizard();
    expect(run.state).toBe('finished');
    await program.ok('plan/save', { planId: plan.planId });
    await program.ok('run/save-report', { runId: run.runId, as: 'html' });
    await program.ok('run/save-report', { runId: run.runId, as: 'json' });
    await program.ok('trace/save', {});
    const messages = JSON.stringify([program.events, plan, run, await program.ok('wizard/state', {}), await program.ok('trace/read', { after: 0 })]).toLowerCase();
    const secrets = { secret: secretText, device: device.key.secret.open(toHex), integrity: integrity.key.secret.open(toHex) };
    for (const [name, value] of Object.entries(secrets)) {
      expect(messages.includes(value), `${name} in messages`).toBe(false);
      for (const path of filesOf(program.folder)) {
        // The simulated chip's memory contains what was written.
        if (path.includes('simulated-')) continue;
        expect(readFileSync(path, 'latin1').toLowerCase().includes(value), `${name} in ${path}`).toBe(false);
      }
    }
  });
});
