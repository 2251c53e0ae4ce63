import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanView } from '../../../core/contract/plan.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { killedAt } from '../../journal/testing/killedAt.ts';
import { identity, openProgram, type Identity, type TestProgram } from '../testing/program.ts';
import { runPlan } from '../testing/provision.ts';

let folder: string;
let program: TestProgram;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-resume-material-'));
  program = await openProgram({}, folder);
  await program.ok('board/connect', { path: 'simulated' });
});
afterEach(async () => {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
});

const [first, second, other] = ['11'.repeat(64), '22'.repeat(64), 'a5'.repeat(64)];
const objects = () => (JSON.parse(program.memory()) as ChipState).objects;
const journalFolder = (): string => join(folder, 'state', 'journal');

async function killedIn(step: string): Promise<void> {
  await program.close();
  killedAt(journalFolder(), step);
  program = await openProgram({}, folder);
  await program.ok('board/connect', { path: 'simulated' });
}

async function run(plan: PlanView) {
  const ended = await runPlan(program, plan);
  expect(ended.state, JSON.stringify(ended.fault)).toBe('finished');
  return ended;
}

/** An import that writes two secrets of the same length, closes both to readers and locks them. It is killed at the second lock. */
async function interruptedImport(): Promise<string> {
  const secret = { metadata: '2009c00107d101ffe80121' };
  const file = JSON.stringify({ f1d5: { ...secret, data: first }, f1d6: { ...secret, data: second } });
  const { plan } = await program.ok('chip/import', { ticket: await program.take('chip.json', file) });
  if (plan === undefined) throw new Error('nothing to import');
  expect(plan.needs).toEqual([]);
  await run(plan);
  await killedIn('lock-f1d6');
  return (await program.ok('records/unfinished', {}))?.run ?? '';
}

const give = async (plan: PlanView, name: string, content: string) => program.call('plan/material', { planId: plan.planId, name, ticket: await program.take('secret.txt', content) });
const [inF1d5, inF1d6] = ['content of 0xF1D5', 'content of 0xF1D6'];

describe('an interrupted import with secrets', () => {
  it('the wizard\'s secret of the same length goes nowhere: each content is asked for by its name', async () => {
    const id = await interruptedImport();
    await program.ok('wizard/secret', { ticket: await program.take('wizard.txt', other) });
    const before = program.memory();
    const plan = await program.ok('records/resume', { run: id });
    expect(plan.needs).toEqual([
      { name: inF1d5, object: '0xF1D5', bytes: 64, kind: 'content' },
      { name: inF1d6, object: '0xF1D6', bytes: 64, kind: 'content' },
    ]);
    expect((await program.fault('plan/run', { planId: plan.planId, confirmations: {} })).code).toBe('plan/material-missing');
    expect(program.memory()).toBe(before);
    expect(before).not.toContain(other);
  });

  it('a wrong one is refused with its object; the right ones finish the run', async () => {
    const id = await interruptedImport();
    const asked = await program.ok('records/resume', { run: id });
    expect(await give(asked, inF1d5, second)).toMatchObject({ ok: false, fault: { code: 'plan/material-other', data: { object: '0xF1D5', name: inF1d5 } } });
    expect(await give(asked, inF1d5, '11'.repeat(32))).toMatchObject({ ok: false, fault: { code: 'plan/material-differs' } });
    expect(await give(asked, 'made up', first)).toMatchObject({ ok: false, fault: { code: 'plan/material-unknown' } });
    const half = await give(asked, inF1d5, first);
    if (!half.ok) throw new Error(half.fault.code);
    expect(half.value.needs.map(({ name }) => name)).toEqual([inF1d6]);
    const whole = await give(half.value, inF1d6, second);
    if (!whole.ok) throw new Error(whole.fault.code);
    expect(whole.value).toMatchObject({ needs: [], verdict: 'passed' });
    expect(JSON.stringify(whole.value)).not.toContain(first.slice(0, 32));
    const ended = await run(whole.value);
    expect(ended.steps.map(({ id, state }) => `${id}: ${state}`)).toEqual(['content-f1d5', 'metadata-f1d5', 'content-f1d6', 'metadata-f1d6', 'lock-f1d5', 'lock-f1d6'].map((id) => `${id}: unchanged`));
    expect([objects()['f1d5']?.data, objects()['f1d6']?.data]).toEqual([first, second]);
  });
});

describe('the seven steps with a locked secret', () => {
  let [device, integrity]: Identity[] = [];

  async function material(secret: string): Promise<void> {
    for (const [slot, one] of [['device', device], ['integrity', integrity]] as const) {
      if (one === undefined) throw new Error('no identity');
      await program.ok('wizard/material', { slot, ticket: await program.take(`${slot}.pem`, one.certificatePem + one.keyPem) });
    }
    await program.ok('wizard/secret', { ticket: await program.take('secret.txt', secret) });
  }

  /** The program was killed after the secret was locked, and before the lock was recorded. */
  async function interrupted(): Promise<string> {
    [device, integrity] = [await identity(), await identity()];
    await material(first);
    await program.ok('wizard/answer', { confidentiality: true, lockSecret: true, update: 'both' });
    await run(await program.ok('plan/from-wizard', {}));
    await killedIn('lock-secret');
    return (await program.ok('records/unfinished', {}))?.run ?? '';
  }

  it('resumed with the wizard\'s own secret: taken as written, for the journal proves it', async () => {
    const id = await interrupted();
    await material(first);
    const ended = await run(await program.ok('records/resume', { run: id }));
    expect(ended.steps.find((step) => step.id === 'secret')).toMatchObject({ state: 'unchanged', says: expect.stringContaining('the journal proves') as string });
  });

  it('another secret in the wizard is refused, and named', async () => {
    const id = await interrupted();
    await material(other);
    const before = program.memory();
    expect(await program.fault('records/resume', { run: id })).toMatchObject({ code: 'plan/material-other', data: { object: '0xF1D1' } });
    expect(program.memory()).toBe(before);
  });

  it('the wizard\'s secret for another object is not taken: it is asked for', async () => {
    const id = await interrupted();
    await material(first);
    await program.ok('wizard/answer', { secretObject: '0xF1D4' });
    const plan = await program.ok('records/resume', { run: id });
    expect(plan.needs).toMatchObject([{ name: 'update secret', object: '0xF1D1' }]);
  });

  it('the same answers with another secret, later: refused, with the terms that are not met', async () => {
    await interrupted();
    await material(other);
    await program.ok('wizard/answer', { payloadVersion: 2 });
    const plan = await program.ok('plan/from-wizard', {});
    expect(plan.fault).toMatchObject({ object: '0xF1D1', raw: '0x8007', why: expect.stringContaining('Not met now: until operational') as string });
  });
});
