import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { identity, openProgram } from '../testing/program.ts';
import { givePairs } from '../testing/provision.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-defaults-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const own = (name: string): string => join(folder, 'state', name);

it('the wizard starts with the defaults of the Settings, and says which of them nobody changed', async () => {
  const program = await openProgram({}, folder);
  await program.ok('settings/set', { wizardDefaults: { identityTag: false, keyUsage: ['signature'], anchorObject: '0xE0E8', lockAnchor: true } });
  expect((await program.ok('wizard/state', {})).answers, 'answers that are there stay').toMatchObject({ identityTag: true, anchorObject: '0xE0E3', lockAnchor: false });
  await program.ok('wizard/reset', {});
  const view = await program.ok('wizard/state', {});
  expect(view.answers).toMatchObject({ target: '0xE0F1', certificateObject: '0xE0E1', identityTag: false, keyUsage: ['signature'], anchorObject: '0xE0E8', lockAnchor: true, flush: true });
  expect(view.untouched).toEqual(['target', 'certificateObject', 'keyUsage', 'payloadVersion', 'identityTag', 'anchorObject']);
  expect((await program.ok('wizard/answer', { identityTag: true, anchorObject: '0xE0E3' })).untouched).toEqual(['target', 'certificateObject', 'keyUsage', 'payloadVersion']);
  await program.ok('settings/set', { wizardDefaults: {} });
  await program.ok('wizard/reset', {});
  expect((await program.ok('wizard/state', {})).answers).toMatchObject({ identityTag: true, keyUsage: ['authentication', 'signature'], anchorObject: '0xE0E3', lockAnchor: false });
  await program.close();
});

it('a lock that is a default is confirmed like any other', async () => {
  const program = await openProgram({}, folder);
  await program.ok('settings/set', { wizardDefaults: { lockAnchor: true } });
  await program.ok('wizard/reset', {});
  await program.ok('board/connect', { path: 'simulated' });
  await givePairs(program, { device: await identity(), integrity: await identity() });
  const plan = await program.ok('plan/from-wizard', {});
  expect(plan.steps.filter(({ undoable }) => !undoable).map(({ object }) => object)).toEqual(['0xE0E3']);
  expect((await program.fault('plan/run', { planId: plan.planId, confirmations: {} })).code).toBe('plan/not-confirmed');
  await program.close();
});

it('a new start has them too; an object that does not exist is refused, and a file that names one is set aside', async () => {
  const first = await openProgram({}, folder);
  await first.ok('settings/set', { wizardDefaults: { secretObject: '0xF1D4', lockSecret: true } });
  expect((await first.fault('settings/set', { wizardDefaults: { anchorObject: '0xE0FF' } })).code).toBe('object/unknown');
  expect((await first.ok('settings/get', {})).wizardDefaults).toEqual({ secretObject: '0xF1D4', lockSecret: true });
  await first.close();
  rmSync(own('wizard.json'), { force: true });
  const again = await openProgram({}, folder);
  expect((await again.ok('wizard/state', {})).answers).toMatchObject({ secretObject: '0xF1D4', lockSecret: true, anchorObject: '0xE0E3' });
  await again.close();
  const text = readFileSync(own('settings.json'), 'utf8').replace('0xF1D4', '0xF999');
  writeFileSync(own('settings.json'), text);
  const damaged = await openProgram({}, folder);
  expect((await damaged.ok('app/notices', {})).map(({ code, object }) => `${code} ${object}`)).toEqual(['file/set-aside settings.json']);
  expect((await damaged.ok('wizard/state', {})).answers.secretObject).toBe('0xF1D1');
  await damaged.close();
});

it('answers in a file of an older program are completed with the defaults', async () => {
  const first = await openProgram({}, folder);
  await first.ok('settings/set', { wizardDefaults: { anchorObject: '0xE0E8' } });
  await first.close();
  writeFileSync(own('wizard.json'), '{"target":"0xE0F2"}');
  const program = await openProgram({}, folder);
  expect((await program.ok('wizard/state', {})).answers).toMatchObject({ target: '0xE0F2', anchorObject: '0xE0E8' });
  await program.close();
});
