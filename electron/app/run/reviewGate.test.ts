import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../core/bytes/hex.ts';
import { operations, type OperationName } from '../../../core/contract/operations.ts';
import { planView } from '../../../core/contract/plan.ts';
import { importView } from '../../../core/contract/wholeChip.ts';
import { must } from '../../../core/result/result.ts';
import type { ChipState } from '../../../core/simulator/chip/state.ts';
import { Reviews } from './reviews.ts';
import type { Reviewed } from './reviewed.ts';
import { identity, openProgram, type TestProgram } from '../testing/program.ts';
import { hostilePage, type HostilePage } from '../testing/page.ts';

let program: TestProgram;
let page: HostilePage;
beforeEach(async () => {
  program = await openProgram();
  page = hostilePage(program);
  await program.ok('board/connect', { path: 'simulated' });
});
afterEach(() => program.close());

const stateOf = (id: string): string => JSON.stringify((JSON.parse(program.memory()) as ChipState).objects[id]);
const writing = { kind: 'write', id: '0xF1D4', hex: 'c0ffee' } as const;

/** A plan file that the page invents. */
function planFile(steps: readonly Record<string, unknown>[], more: Record<string, unknown> = {}): string {
  return JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'made up', steps, ...more });
}
const open = async (text: string) => program.ok('plan/open', { ticket: await program.take('plan.json', text) });
const run = (planId: string, confirmations: Readonly<Record<string, string>> = {}) => page.send('plan/run', { planId, confirmations });

/** Tries to run a plan, waits for anything that may have started, and checks whether the object changed. */
async function refused(planId: string, code: string, confirmations: Readonly<Record<string, string>> = {}, object = 'f1d4'): Promise<void> {
  const before = stateOf(object);
  expect(await run(planId, confirmations)).toMatchObject({ ok: false, fault: { code } });
  expect(stateOf(object)).toBe(before);
}

describe('a plan runs only after its own review was shown', () => {
  it('one whose reply never went to the page does not run', async () => {
    const made = must(await program.main.handlers['plan/from-edit'](writing));
    await refused(made.planId, 'plan/not-reviewed');
    program.main.reviewShown(made.planId);
    expect(await run(made.planId)).toMatchObject({ ok: true });
    expect((await program.ended()).state).toBe('finished');
  });

  it.each(['__proto__', 'constructor', '', '00000000-0000-4000-8000-000000000000'])('an invented id (%j) does not run', (planId) => refused(planId, 'plan/not-reviewed'));

  it('an older review does not run after a newer one was made', async () => {
    const [older, newer] = [await program.ok('plan/from-edit', writing), await program.ok('plan/from-edit', { ...writing, hex: 'aa' })];
    await refused(older.planId, 'plan/review-void');
    expect(await run(newer.planId)).toMatchObject({ ok: true });
    await program.ended();
    expect(stateOf('f1d4')).toContain('"aa');
  });

  it('of reviews made at the same time only the last one runs', async () => {
    const made = await Promise.all(['01', '02', '03'].map((hex) => program.ok('plan/from-edit', { ...writing, hex })));
    for (const { planId } of made.slice(0, 2)) await refused(planId, 'plan/review-void');
    expect(await run(made[2]?.planId ?? '')).toMatchObject({ ok: true });
    await program.ended();
  });

  it('a reload of the window makes it void, also while it is being made', async () => {
    const shown = await program.ok('plan/from-edit', writing);
    program.main.pageLoaded();
    await refused(shown.planId, 'plan/review-void');
    const asked = program.ok('plan/from-edit', writing);
    program.main.pageLoaded();
    await refused((await asked).planId, 'plan/review-void');
  });

  it('it runs once', async () => {
    const { planId } = await program.ok('plan/from-edit', writing);
    expect(await run(planId)).toMatchObject({ ok: true });
    await program.ended();
    await refused(planId, 'plan/review-void');
  });

  it('one that was made before another one ran is void: the chip is not as it was shown', async () => {
    const first = await program.ok('plan/from-edit', writing);
    const meanwhile = program.call('plan/from-edit', { ...writing, hex: 'bb' });
    expect(await run(first.planId)).toMatchObject({ ok: true });
    const second = must(await meanwhile);
    await program.ended();
    await refused(second.planId, 'plan/review-void');
  });

  it('two runs at once: the second is refused', async () => {
    const { planId } = await program.ok('plan/from-edit', writing);
    const both = await Promise.all([run(planId), run(planId)]);
    expect(both.map((said) => (said.ok ? 'done' : said.fault.code))).toEqual(['done', 'plan/running']);
    await program.ended();
  });

  it('while it runs, nothing is resumed, reviewed, disconnected or connected', async () => {
    const { planId } = await program.ok('plan/from-edit', writing);
    expect(await run(planId)).toMatchObject({ ok: true });
    for (const [name, request] of [['run/resume', {}], ['plan/from-edit', writing], ['board/disconnect', {}], ['board/connect', { path: 'simulated:v1' }]] as const) {
      expect(await page.code(name, request), name).toBe('plan/running');
    }
    expect((await program.ended()).state).toBe('finished');
  });
});

describe('on this very chip', () => {
  it('not after it was taken away, not even when it came back', async () => {
    const { planId } = await program.ok('plan/from-edit', writing);
    await program.ok('board/simulate', { does: 'unplug' });
    await refused(planId, 'plan/review-void');
    await program.ok('board/simulate', { does: 'plug' });
    await expect.poll(async () => (await program.ok('board/state', {})).link, { timeout: 5000 }).toBe('connected');
    await refused(planId, 'plan/review-void');
  });

  it('not on another one, nor on another board', async () => {
    const { planId } = await program.ok('plan/from-edit', writing);
    await program.ok('board/connect', { path: 'simulated:express' });
    await refused(planId, 'plan/review-void');
    const { planId: next } = await program.ok('plan/from-edit', writing);
    await program.ok('board/disconnect', {});
    await refused(next, 'plan/review-void');
  });

  it('a plan file for another chip is not even reviewed', async () => {
    const text = planFile([{ id: 'w', kind: 'erase', object: '0xF1D4' }], { chip: { uid: '00'.repeat(27), chipId: '0'.repeat(20) } });
    expect(await page.code('plan/open', { ticket: await program.take('plan.json', text) })).toBe('chip/other');
  });

  it('an interrupted run is not resumed on another chip', async () => {
    await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('i.pem', Object.values(await pems()).join('')) });
    const { planId } = await open(planFile([{ id: 'a', kind: 'write-object', object: '0xF1D4', what: 'x', content: { inline: '01' } }, { id: 'b', kind: 'write-object', object: '0xF1D5', what: 'x', content: { inline: '02' } }]));
    const started = program.call('plan/run', { planId, confirmations: {} });
    await program.ok('run/cancel', {});
    must(await started);
    const ended = await program.ended();
    expect(ended.state).toBe('cancelled');
    await program.ok('board/connect', { path: 'simulated:express' });
    expect(await page.code('run/resume', {})).toBe('chip/other');
    await program.ok('board/connect', { path: 'simulated' });
    expect(await page.code('run/resume', {})).toBe('done');
    expect((await program.ended()).state).toBe('finished');
  });
});

async function pems(): Promise<{ readonly key: string; readonly certificate: string }> {
  const { keyPem, certificatePem } = await identity();
  return { key: keyPem, certificate: certificatePem };
}

describe('what cannot be undone requires its id typed', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['nothing', {}],
    ['empty', { lock: '' }],
    ['another object', { lock: '0xF1D6' }],
    ['under another step', { other: '0xF1D5' }],
    ['the object as the step', { '0xF1D5': '0xF1D5' }],
    ['more than the id', { lock: '0xF1D5 0xF1D6' }],
    ['by the prototype', JSON.parse('{"__proto__":{"lock":"0xF1D5"}}')],
  ])('%s is not enough', async (_, confirmations) => {
    const { planId } = await program.ok('plan/from-edit', { kind: 'lock', id: '0xF1D5' });
    const before = stateOf('f1d5');
    const said = await run(planId, confirmations);
    expect(said.ok ? 'done' : said.fault.code).toMatch(/^(plan\/not-confirmed|app\/bad-message)$/);
    expect(stateOf('f1d5')).toBe(before);
  });

  it('a plan file does not confirm itself', async () => {
    const { planId } = await open(planFile([{ id: 'l', kind: 'lock', object: '0xF1D5', unreadable: false }], { confirmed: ['0xF1D5'] }));
    await refused(planId, 'plan/not-confirmed', {}, 'f1d5');
  });

  it('the steps\' names do not come out of the prototype', async () => {
    const { planId } = await open(planFile([{ id: 'constructor', kind: 'lock', object: '0xF1D5', unreadable: false }, { id: '__proto__', kind: 'lock', object: '0xF1D6', unreadable: false }]));
    await refused(planId, 'plan/not-confirmed', {}, 'f1d5');
  });

  it.each([
    ['a lock in other words', { kind: 'write-metadata', object: '0xF1D5', changes: '2003c00107', purpose: 'harmless' }, 'f1d5', '0xF1D5'],
    ['the application\'s lifecycle, by content', { kind: 'write-object', object: '0xF1C0', what: 'x', content: { inline: '07' } }, 'f1c0', '0xF1C0'],
    ['the same at an offset', { kind: 'write-at', object: '0xF1C0', offset: 0, content: { inline: '07' } }, 'f1c0', '0xF1C0'],
  ])('%s', async (_, step, object, id) => {
    const plan = await open(planFile([{ id: 's', ...step }]));
    expect(plan.steps[0]).toMatchObject({ undoable: false });
    await refused(plan.planId, 'plan/not-confirmed', {}, object);
    expect(await run(plan.planId, { s: id })).toMatchObject({ ok: true });
    await program.ended();
  });

  it('a key over another key', async () => {
    const make = (overwrite: boolean) => planFile([{ id: 'g', kind: 'generate-key', key: '0xE0F2', algorithm: 'secp256r1', usage: 0x11, overwrite }]);
    expect(await run((await open(make(false))).planId)).toMatchObject({ ok: true });
    await program.ended();
    const over = await open(make(true));
    await refused(over.planId, 'plan/not-confirmed', {}, 'e0f2');
    expect((await open(make(false))).verdict).toBe('refused');
  });

  it('a plan that the rehearsal refused does not run, confirmed or not', async () => {
    const plan = await open(planFile([{ id: 'w', kind: 'write-object', object: '0xE0F1', what: 'x', content: { inline: '00' } }, { id: 'x', kind: 'erase', object: '0xF1D4' }]));
    expect(plan.verdict).toBe('refused');
    const before = program.memory();
    expect((await run(plan.planId, { w: '0xE0F1', x: '0xF1D4' })).ok).toBe(false);
    expect(program.memory()).toBe(before);
  });
});

describe('a secret that main holds', () => {
  const secret = '5e'.repeat(64);
  it('is not led into an object that everyone reads', async () => {
    await program.ok('wizard/secret', { ticket: await program.take('secret.txt', secret) });
    const led = (kind: object) => planFile([{ id: 's', object: '0xF1D4', content: { material: 'content of 0xF1D4', bytes: 64 }, ...kind }]);
    for (const kind of [{ kind: 'write-object', what: 'note' }, { kind: 'write-at', offset: 0 }]) {
      expect(await page.code('plan/open', { ticket: await program.take('plan.json', led(kind)) })).toBe('plan/secret-in-clear');
    }
    expect(program.memory()).not.toContain(secret);
    expect(toHex(must(fromHex(secret)))).toBe(secret);
  });
});

describe('the gate itself', () => {
  it('knows every operation that shows a review', () => {
    const reply = (name: OperationName): unknown => operations[name].reply;
    const showing = (Object.keys(operations) as OperationName[]).filter((name) => reply(name) === planView || reply(name) === importView);
    expect(showing.sort()).toEqual(['chip/import', 'datasets/plan', 'plan/from-data-set', 'plan/from-edit', 'plan/from-wizard', 'plan/material', 'plan/open', 'records/resume']);
    expect((Object.keys(operations) as OperationName[]).filter((name) => 'shows' in operations[name]).sort()).toEqual(showing);
  });

  it('says why, and forgets the oldest', () => {
    const reviews = new Reviews();
    const reviewed = {} as Reviewed;
    const because = (planId: string) => {
      const answer = reviews.runnable(planId);
      return answer.ok ? 'runs' : answer.fault.code === 'plan/review-void' ? answer.fault.data.because : answer.fault.code;
    };
    const first = reviews.add(reviewed, reviews.begin()).planId;
    reviews.delivered(first);
    expect(because(first)).toBe('runs');
    reviews.void('link');
    reviews.void('chip');
    reviews.void('page');
    expect(because(first)).toBe('chip');
    for (let i = 0; i < 150; i++) reviews.add(reviewed, reviews.begin());
    expect(because(first)).toBe('plan/not-reviewed');
  });
});
