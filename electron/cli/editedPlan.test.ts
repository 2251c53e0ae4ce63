import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fault, type FaultData } from '../../core/result/fault.ts';
import { say } from '../../core/result/say.ts';
import { openProgram } from '../app/testing/program.ts';
import { commandLine } from './testing/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-edited-'));
const path = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

async function station(state: string, ...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return commandLine(['--port', `simulated@${path('chip.json')}`, ...words], { TRUST_BENCH_STATE_DIR: state });
}
const here = (...words: string[]) => station(path('state'), ...words);

interface PlanFile {
  chip?: { uid: string };
  steps: { id: string; content?: { inline: string }; object?: string; unreadable?: boolean }[];
  confirmed?: unknown;
}
const file = (): PlanFile => JSON.parse(readFileSync(path('plan.json'), 'utf8')) as PlanFile;

/** Saves the plan with an edit in a new file. */
function edited(edit: (plan: PlanFile) => void): string {
  const plan = file();
  edit(plan);
  writeFileSync(path('edited.json'), JSON.stringify(plan));
  return path('edited.json');
}

const chip = (): string => readFileSync(path('chip.json'), 'utf8');
const lcsO = (): string => /c001(..)/.exec((JSON.parse(chip()) as { objects: Record<string, { metadata: string }> }).objects['e0e3']?.metadata ?? '')?.[1] ?? '';

beforeAll(async () => {
  for (const name of ['integrity', 'other']) {
    expect((await here('keys', 'new', '--algorithm', 'secp256r1', '--out', path(`${name}.pem`), '--certificate', path(`${name}-cert.pem`), '--subject', `CN=${name}`)).code).toBe(0);
  }
  const prepare = ['prepare', '--target', 'e0f1', '--anchor', 'e0e3', '--anchor-certificate', path('integrity-cert.pem'), '--lock-anchor', '--update', 'data', '--yes-lock', 'e0e3', '--dry-run', '--plan-out', path('plan.json')];
  const made = await here(...prepare);
  expect(made.code, made.err).toBe(0);
  cpSync(path('chip.json'), path('fresh.json'));
});
beforeEach(() => cpSync(path('fresh.json'), path('chip.json')));

type VoidConfirmation = FaultData<'plan/confirmation-void'>['because'];
const voided = (because: VoidConfirmation): string => say(fault('plan/confirmation-void', { object: '', because })).why;

/** Checks that `run` locks only with --yes-lock, and says why it does not lock without it. */
async function wantsTypedId(plan: string, because: VoidConfirmation, state = path('state')): Promise<void> {
  const before = chip();
  const said = await station(state, 'run', plan);
  expect(said.code).toBe(1);
  expect(said.err).toMatch(/^error: plan\/confirmation-void: .*0xE0E3/m);
  expect(said.err).toContain(voided(because));
  expect(said.err).toMatch(/^hint: .*--yes-lock 0xE0E3/m);
  expect(chip()).toBe(before);
  const typed = await station(state, 'run', plan, '--yes-lock', 'e0e3');
  expect(typed.code, typed.err).toBe(0);
  expect(lcsO()).toBe('07');
}

describe('a plan that was confirmed when it was saved', () => {
  it('runs as it is at its own station, and locks', async () => {
    const said = await here('run', path('plan.json'));
    expect(said.code, said.err).toBe(0);
    expect(lcsO()).toBe('07');
  });

  it('with the keys of its JSON in another order it is the same plan', async () => {
    const plan = edited((one) => one.steps.splice(0, one.steps.length, ...one.steps.map((step) => Object.fromEntries(Object.entries(step).reverse()) as PlanFile['steps'][number])));
    expect((await here('run', plan)).code).toBe(0);
    expect(lcsO()).toBe('07');
  });

  const otherAnchor = (): string => Buffer.from(readFileSync(path('other-cert.pem'), 'utf8').replace(/-----[^-]+-----|\s/g, ''), 'base64').toString('hex');
  it.each<[string, (plan: PlanFile) => void]>([
    ["another anchor's bytes", ({ steps }) => steps.forEach((step) => step.content && Object.assign(step.content, { inline: otherAnchor() }))],
    ['the lock makes it unreadable too', ({ steps }) => steps.forEach((step) => step.id === 'lock-anchor' && Object.assign(step, { unreadable: true }))],
    ['without a chip', (plan) => delete plan.chip],
    ['more objects confirmed', (plan) => (plan.confirmed as { objects: string[] }).objects.push('0xE0F1')],
    ['a digest of its own', (plan) => Object.assign(plan.confirmed as object, { digest: '00'.repeat(32) })],
  ])('%s: the typed id is asked for', (_, edit) => wantsTypedId(edited(edit), 'steps'));

  it('another object is locked: that one is asked for', async () => {
    const plan = edited(({ steps }) => steps.forEach((step) => step.id === 'lock-anchor' && Object.assign(step, { object: '0xF1D5' })));
    const said = await here('run', plan);
    expect([said.code, /plan\/confirmation-void.*0xF1D5/.test(said.err)]).toEqual([1, true]);
    expect((await here('run', plan, '--yes-lock', 'e0e3')).code).toBe(1);
  });

  it('at another station it confirms nothing', () => wantsTypedId(path('plan.json'), 'station', path('elsewhere')));

  it('the form of older programs confirms nothing', () => wantsTypedId(edited((plan) => Object.assign(plan, { confirmed: ['0xE0E3'] })), 'unsigned'));

  it('signed with a key that the file brings along', async () => {
    const elsewhere = await station(path('elsewhere'), 'prepare', '--target', 'e0f1', '--anchor', 'e0e3', '--anchor-certificate', path('other-cert.pem'), '--lock-anchor', '--update', 'data', '--yes-lock', 'e0e3', '--dry-run', '--plan-out', path('foreign.json'));
    expect(elsewhere.code, elsewhere.err).toBe(0);
    await wantsTypedId(path('foreign.json'), 'station');
  });
});

describe('a plan that was saved in the window', () => {
  it('after its ids were typed it runs at this station; before, it asks', async () => {
    const program = await openProgram({}, path('window'));
    try {
      await program.ok('board/connect', { path: 'simulated' });
      const edit = { kind: 'lock', id: '0xF1D5', unreadable: false } as const;
      await program.ok('plan/from-edit', { kind: 'write', id: '0xF1D5', hex: 'c0ffee' });
      const plan = await program.ok('plan/from-edit', edit);
      const [step] = plan.steps.filter(({ undoable }) => !undoable);
      const saved = async (confirmations: Record<string, string>) => JSON.parse(program.saved((await program.ok('plan/save', { planId: plan.planId, confirmations })).name)) as PlanFile;
      expect((await saved({})).confirmed).toBeUndefined();
      expect((await saved({ [step?.id ?? '']: 'f1d4' })).confirmed, 'another id was typed').toBeUndefined();
      const sealed = await saved({ [step?.id ?? '']: 'f1d5' });
      expect(sealed.confirmed).toMatchObject({ objects: ['0xF1D5'], signature: expect.stringMatching(/^[0-9a-f]{128}$/) as string });
      writeFileSync(path('window-plan.json'), JSON.stringify(sealed));
      // In the window, the ids must be typed again.
      const opened = await program.ok('plan/open', { ticket: await program.take('plan.json', JSON.stringify(sealed)) });
      expect((await program.fault('plan/run', { planId: opened.planId, confirmations: {} })).code).toBe('plan/not-confirmed');
      writeFileSync(path('chip.json'), program.memory());
    } finally {
      await program.close();
    }
    const said = await station(join(path('window'), 'state'), 'run', path('window-plan.json'));
    expect(said.code, said.err).toBe(0);
    expect((await station(path('elsewhere'), 'run', path('window-plan.json'), '--dry-run')).code).toBe(0);
  });
});

describe('a secret that a confirmed plan only names', () => {
  const secretPlan = path('secret-plan.json');
  const give = (hex: string): string => (writeFileSync(path('secret.txt'), `${hex}\n`), path('secret.txt'));
  const dataOf = (id: string): string | undefined => (JSON.parse(chip()) as { objects: Record<string, { data?: string }> }).objects[id]?.data;

  beforeEach(async () => {
    const options = ['--lock-anchor', '--secret-id', 'f1d4', '--secret', give('a1'.repeat(32)), '--lock-secret', '--update', 'data', '--yes-lock', 'e0e3', '--yes-lock', 'f1d4', '--dry-run', '--plan-out', secretPlan];
    const made = await here('prepare', '--target', 'e0f1', '--anchor', 'e0e3', '--anchor-certificate', path('integrity-cert.pem'), ...options);
    expect(made.code, made.err).toBe(0);
  });

  it('the same secret: it runs as it was confirmed, and the file holds nothing of it', async () => {
    expect(readFileSync(secretPlan, 'utf8')).not.toContain('a1a1a1a1');
    give('a1'.repeat(32));
    const said = await here('run', secretPlan);
    expect(said.code, said.err).toBe(0);
    expect([lcsO(), dataOf('f1d4')]).toEqual(['07', 'a1'.repeat(32)]);
  });

  it('another secret in the same file: nothing is written or locked, until its ids are typed', async () => {
    const before = chip();
    give('b2'.repeat(32));
    const said = await here('run', secretPlan);
    expect(said.code).toBe(1);
    expect(said.err).toMatch(/^error: plan\/confirmation-void: /m);
    expect(said.err).toContain(voided('content-other'));
    expect(chip()).toBe(before);
    const typed = await here('run', secretPlan, '--yes-lock', 'e0e3', '--yes-lock', 'f1d4');
    expect(typed.code, typed.err).toBe(0);
    expect(dataOf('f1d4')).toBe('b2'.repeat(32));
  });

  it.each<[string, (contents: Record<string, string>) => unknown]>([
    ['taken out', () => undefined],
    ['of another content', (contents) => Object.fromEntries(Object.keys(contents).map((name) => [name, '00'.repeat(32)]))],
  ])('what binds it is %s: the typed id is asked for', async (_, change) => {
    const plan = JSON.parse(readFileSync(secretPlan, 'utf8')) as { confirmed: { contents: Record<string, string> } };
    expect(Object.values(plan.confirmed.contents)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    Object.assign(plan.confirmed, { contents: change(plan.confirmed.contents) });
    writeFileSync(path('edited.json'), JSON.stringify(plan));
    const said = await here('run', path('edited.json'));
    expect([said.code, said.err]).toEqual([1, expect.stringContaining(voided('steps'))]);
  });

  it('the station lost its content key: nothing is sent, whatever else needs that key', async () => {
    const before = chip();
    const key = readFileSync(path('state/content-key'));
    rmSync(path('state/content-key'));
    const said = await here('run', secretPlan);
    writeFileSync(path('state/content-key'), key, { mode: 0o600 });
    expect([said.code, said.err]).toEqual([1, expect.stringMatching(/plan\/confirmation-void|journal\/key-unusable/)]);
    expect(chip()).toBe(before);
  });

  it.each([['8 bytes: it is not bound', '0102030405060708', 1], ['32 bytes: it is bound', 'c3'.repeat(32), 0]])('saved in the window, %s', async (_, data, code) => {
    const program = await openProgram({}, path('window'));
    try {
      await program.ok('board/connect', { path: 'simulated' });
      await program.ok('board/simulate', { does: 'new-chip' });
      await expect.poll(async () => (await program.ok('board/state', {})).link, { timeout: 5000 }).toBe('connected');
      const { plan } = await program.ok('chip/import', { ticket: await program.take('chip.json', JSON.stringify({ f1d5: { metadata: '2009c00107d101ffe80121', data } })) });
      if (plan === undefined) throw new Error('nothing to import');
      const confirmations = Object.fromEntries(plan.steps.map(({ id, object }) => [id, object]));
      writeFileSync(path('window-plan.json'), program.saved((await program.ok('plan/save', { planId: plan.planId, confirmations })).name));
      writeFileSync(path('chip.json'), program.memory());
    } finally {
      await program.close();
    }
    const said = await station(join(path('window'), 'state'), 'run', path('window-plan.json'), '--material', `content of 0xF1D5=${give(data)}`);
    expect(said.code, said.err).toBe(code);
    expect(said.err.includes(voided('content-unbound'))).toBe(code === 1);
  });
});

describe('materials of a plan', () => {
  const named = (name: string, bytes: number) => ({ material: name, bytes });
  const make = (steps: readonly object[]): string => {
    writeFileSync(path('needs.json'), JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'needs', steps }));
    return path('needs.json');
  };
  const write = (id: string, object: string, content: object) => ({ id, kind: 'write-object', object, content, what: 'content' });
  const secretType = (id: string, object: string) => ({ id, kind: 'write-metadata', object, changes: '2003e80123', purpose: 'becomes a secret' });

  it('all that are missing are told at once, by name and object', async () => {
    const plan = make([write('a', '0xF1D0', named('first', 32)), secretType('a2', '0xF1D0'), write('b', '0xF1D1', named('second', 8)), secretType('b2', '0xF1D1')]);
    const said = await here('run', plan);
    expect(said.code).toBe(1);
    expect(said.err).toMatch(/^error: plan\/materials-missing: .*"first" for 0xF1D0 \(32 bytes\), "second" for 0xF1D1 \(8 bytes\)/m);
    expect(said.err).toMatch(/^hint: .*--material "first=FILE" --material "second=FILE"/m);
  });

  it('one that is there and cannot be read is told as that, not as missing', async () => {
    writeFileSync(path('first'), '');
    const said = await here('run', make([write('a', '0xF1D0', named('first', 32)), secretType('a2', '0xF1D0')]));
    expect(said.code).toBe(1);
    expect(said.err).toMatch(/^error: file\/empty: .*first/m);
    rmSync(path('first'));
  });

  it('a hidden content of any length, as hexadecimal text or as it is', async () => {
    const plan = make([write('a', '0xF1D0', named('content of 0xF1D0', 8)), secretType('a2', '0xF1D0'), write('b', '0xF1D1', named('b=c', 5)), secretType('b2', '0xF1D1')]);
    writeFileSync(path('eight.txt'), '0102030405060708\n');
    writeFileSync(path('five.bin'), Buffer.from([1, 2, 255, 4, 5]));
    const said = await here('run', plan, '--material', `content of 0xF1D0=${path('eight.txt')}`, '--material', `b=c=${path('five.bin')}`);
    expect(said.code, said.err).toBe(0);
    const { objects } = JSON.parse(chip()) as { objects: Record<string, { data?: string }> };
    expect([objects['f1d0']?.data, objects['f1d1']?.data]).toEqual(['0102030405060708', '0102ff0405']);
  });

  it('a name that the plan does not have is a wrong use, and the names are told', async () => {
    const said = await here('run', make([write('a', '0xF1D0', named('first', 32)), secretType('a2', '0xF1D0')]), '--material', 'frist=x');
    expect(said.code).toBe(2);
    expect(said.err).toContain('It names: "first".');
  });

  it('the key that a data set brings in clear stands for its fragments; another key does not', async () => {
    const { plan, memory } = await planOfWizard();
    writeFileSync(path('chip.json'), memory);
    const said = await here('run', plan, '--material', `data set of the key=${path('other.pem')}`);
    expect(said.code, said.err).toBe(0);
    writeFileSync(path('chip.json'), memory);
    expect((await here('run', plan, '--material', `data set of the key=${path('integrity.pem')}`)).code).toBe(1);
  });
});

/** The wizard's saved plan with an unencrypted key: the fragments are only named. */
async function planOfWizard() {
  const program = await openProgram();
  try {
    await program.ok('board/connect', { path: 'simulated' });
    const device = readFileSync(path('other.pem'), 'utf8') + readFileSync(path('other-cert.pem'), 'utf8');
    const integrity = readFileSync(path('integrity.pem'), 'utf8') + readFileSync(path('integrity-cert.pem'), 'utf8');
    await program.ok('wizard/material', { slot: 'device', ticket: await program.take('device.pem', device) });
    await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('integrity.pem', integrity) });
    const { planId } = await program.ok('plan/from-wizard', {});
    const saved = await program.ok('plan/save', { planId });
    writeFileSync(path('wizard-plan.json'), program.saved(saved.name));
    return { plan: path('wizard-plan.json'), memory: program.memory() };
  } finally {
    await program.close();
  }
}
