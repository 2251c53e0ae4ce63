import { copyFileSync, mkdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBench, type TestBench } from '../app/testing/bench.ts';
import { testStation } from './testing/commandLine.ts';

const { path, bench: run } = testStation();
let window: TestBench;

beforeEach(async () => {
  await run('v3', 'info');
  mkdirSync(path('state'));
  copyFileSync(path('v3.state'), path('state/simulated-trust-m-v3.json'));
  window = await openBench({}, path(''));
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
