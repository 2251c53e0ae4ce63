import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProgram } from './testing/program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-own-files-'));
  mkdirSync(join(folder, 'state'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const own = (name: string): string => join(folder, 'state', name);
const json = (name: string): unknown => JSON.parse(readFileSync(own(name), 'utf8'));

describe('the files of the workstation itself', () => {
  it('that are missing are empty: nothing is told', async () => {
    const program = await openProgram({}, folder);
    expect(await program.ok('app/notices', {})).toEqual([]);
    await program.close();
  });

  it.each([
    ['damaged', '{"theme": "dark"'],
    ['of a newer version', '{"version": 9, "theme": "dark"}'],
    ['of another form', '["dark"]'],
  ])('%s are kept under another name, and told once', async (_, content) => {
    const names = ['public-keys.json', 'settings.json', 'slots.json', 'wizard.json'];
    for (const name of names) writeFileSync(own(name), content);
    const program = await openProgram({}, folder);
    await program.ok('settings/set', { theme: 'light' });
    await program.ok('wizard/answer', { lockAnchor: true });
    const told = await program.ok('app/notices', {});
    expect(told.map(({ code, object }) => `${code} ${object}`).toSorted()).toEqual(names.map((name) => `file/set-aside ${name}`));
    expect(await program.ok('app/notices', {})).toEqual([]);
    await program.close();
    const kept = readdirSync(join(folder, 'state')).filter((name) => name.includes('.unreadable-')).toSorted();
    expect(kept).toEqual(names.map((name) => expect.stringMatching(new RegExp(`^${name}\\.unreadable-\\d{4}-\\d\\d-\\d\\d$`))));
    for (const name of kept) expect(readFileSync(own(name), 'utf8')).toBe(content);
    const next = await openProgram({}, folder);
    expect([await next.ok('app/notices', {}), (await next.ok('settings/get', {})).theme, (await next.ok('wizard/state', {})).answers.lockAnchor]).toEqual([[], 'light', true]);
    await next.close();
  });

  it('keep what a newer version added, and what cannot be used', async () => {
    writeFileSync(own('settings.json'), '{"theme":"dark","density":"compact"}');
    writeFileSync(own('wizard.json'), '{"target":"0xE0F2","colour":"red"}');
    const program = await openProgram({}, folder);
    expect((await program.ok('settings/set', { zoom: 1.5 })).theme).toBe('dark');
    await program.ok('wizard/answer', { lockAnchor: true });
    expect((await program.ok('wizard/state', {})).answers.target).toBe('0xE0F2');
    await program.close();
    expect(json('settings.json')).toMatchObject({ theme: 'dark', zoom: 1.5, density: 'compact' });
    expect(json('wizard.json')).toMatchObject({ target: '0xE0F2', lockAnchor: true, colour: 'red' });
  });

  it('a key made in the chip is added to the known ones, beside entries of another form', async () => {
    writeFileSync(own('public-keys.json'), '{"some chip/0xE0F1":{"spki":"00","at":1},"other/0xE0F2":"aa"}');
    const program = await openProgram({}, folder);
    await program.ok('board/connect', { path: 'simulated' });
    const plan = await program.ok('plan/from-edit', { kind: 'generate-key', id: '0xE0F2', algorithm: 'secp256r1', usage: ['signature'] });
    await program.ok('plan/run', { planId: plan.planId, confirmations: {} });
    expect((await program.ended()).state).toBe('finished');
    await program.close();
    expect(json('public-keys.json')).toMatchObject({ 'some chip/0xE0F1': { spki: '00', at: 1 }, 'other/0xE0F2': 'aa' });
    expect(Object.keys(json('public-keys.json') as object).length).toBe(3);
  });

  it('a simulated chip\'s memory that cannot be read is refused, and stays as it is', async () => {
    writeFileSync(own('simulated-trust-m-v3.json'), '{"version":2}');
    const program = await openProgram({}, folder);
    expect(await program.fault('board/connect', { path: 'simulated' })).toMatchObject({ code: 'file/unknown-content' });
    await program.close();
    expect([readFileSync(own('simulated-trust-m-v3.json'), 'utf8'), existsSync(own('simulated-trust-m-v3.json.lock'))]).toEqual(['{"version":2}', false]);
  });
});
