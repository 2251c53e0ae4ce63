import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProgram, type TestProgram } from '../app/testing/program.ts';
import { testStation } from './testing/commandLine.ts';

const { path, onProfile: run } = testStation();
let window: TestProgram;

beforeEach(async () => {
  await run('v3', 'info');
  mkdirSync(path('state'));
  copyFileSync(path('v3.state'), path('state/simulated-trust-m-v3.json'));
  window = await openProgram({}, path(''));
  await window.ok('board/connect', { path: 'simulated' });
});
afterEach(() => window.close());

describe('metadata of 0xF1D5: the same in window and command line', () => {
  const set = (json: string) => run('v3', 'object', 'metadata', '--id', 'f1d5', '--set', json);
  const review = (json: string) => window.call('plan/from-edit', { id: '0xF1D5', kind: 'metadata', json });

  it('a field that a host never writes is refused when it differs', async () => {
    const json = '{"used_size":9}';
    expect(await set(json)).toMatchObject({ code: 1, json: { error: { code: 'metadata/not-writable' } } });
    expect(await review(json)).toMatchObject({ ok: false, fault: { code: 'metadata/not-writable', data: { object: '0xF1D5', tag: 'used size' } } });
  });

  it('what is as it is already is passed over', async () => {
    const { json } = await run('v3', 'object', 'metadata', '--id', 'f1d5');
    const present = JSON.stringify(json.pretty);
    expect(await set(present)).toMatchObject({ code: 0, json: { changed: false } });
    expect(await review(present)).toMatchObject({ ok: false, fault: { code: 'object/nothing-to-write' } });
    const other = JSON.stringify({ ...json.pretty, read: ['never'] });
    expect(await review(other)).toMatchObject({ ok: true, value: { verdict: 'passed' } });
    expect(await set(other)).toMatchObject({ code: 0, json: { changed: true } });
  });
});

it('only a counter is counted', async () => {
  expect(await run('v3', 'counter', '--id', 'f1d5', '--add', '1')).toMatchObject({ code: 2, json: { error: { code: 'usage/bad-option' } } });
  expect(await window.fault('plan/from-edit', { id: '0xF1D5', kind: 'count', add: 1 })).toMatchObject({ code: 'object/not-for-this', data: { why: 'It is not a counter.' } });
  for (const add of ['0', '256']) expect(await run('v3', 'counter', '--id', 'e120', '--add', add)).toMatchObject({ code: 2, json: { error: { message: '--add takes a number from 1 to 255.' } } });
});

describe('a write: the same plan in window and command line', () => {
  const file = (hex: string): string => (writeFileSync(path('content.hex'), hex), path('content.hex'));
  const write = (hex: string) => run('v3', 'object', 'write', '--id', 'f1d5', '--in', file(hex));
  const review = async (hex: string) => window.call('plan/from-edit', { id: '0xF1D5', kind: 'write', ticket: await window.take('content.hex', hex) });
  const journal = (): string => readdirSync(path('journal')).map((name) => readFileSync(path(`journal/${name}`), 'utf8')).join('');

  it('more than the object holds: refused by the rehearsal, with both sizes', async () => {
    const hex = '5a'.repeat(141);
    const why = 'F1D5 holds at most 140 bytes; the content would end at byte 141.';
    const ran = await write(hex);
    expect(ran.code).toBe(4);
    expect(ran.err).toContain(why);
    expect(await review(hex)).toMatchObject({ ok: true, value: { verdict: 'refused', steps: [{ fault: { why: expect.stringContaining(why) as string } }] } });
  });

  it('into an object that holds a secret: the content is named, not kept in the plan', async () => {
    const hex = 'a7'.repeat(40);
    expect((await run('v3', 'object', 'metadata', '--id', 'f1d5', '--set', '{"type":"pre_sh_secret"}')).code).toBe(0);
    const typed = await window.ok('plan/from-edit', { id: '0xF1D5', kind: 'metadata', json: '{"type":"pre_sh_secret"}' });
    await window.ok('plan/run', { planId: typed.planId, confirmations: {} });
    expect(await window.ended()).toMatchObject({ state: 'finished' });
    const made = await review(hex);
    if (!made.ok) throw new Error(made.fault.code);
    await window.ok('plan/save', { planId: made.value.planId, confirmations: {} });
    expect(JSON.parse(window.saved('plan.json'))).toMatchObject({ title: 'Write 0xF1D5', steps: [{ content: { material: 'content of 0xF1D5', bytes: 40 } }] });
    expect((await write(hex)).code).toBe(0);
    expect(journal()).toContain('\\"material\\": \\"content of 0xF1D5');
    expect(journal()).not.toContain(hex);
  });

  it('a new key and a lock are called alike', async () => {
    const generated = await window.ok('plan/from-edit', { id: '0xE0F3', kind: 'generate-key', algorithm: 'secp256r1', usage: ['signature'] });
    expect(generated.title).toBe('Generate a key in 0xE0F3');
    expect((await run('v3', 'keys', 'generate', '--id', 'e0f3', '--algorithm', 'secp256r1', '--usage', 'sign')).code).toBe(0);
    expect((await run('v3', 'object', 'lock', '--id', 'f1d5', '--yes-lock', 'f1d5')).code).toBe(0);
    expect(journal()).toContain('"title":"Generate a key in 0xE0F3"');
    expect(journal()).toContain('"title":"Lock 0xF1D5"');
  });
});
