import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SecretScan } from '../../core/bytes/testing/secretScan.ts';
import { writtenSecret } from './objects/objectRead.ts';
import { identity, openProgram, type TestProgram } from './testing/program.ts';
import { hostilePage, type HostilePage } from './testing/page.ts';
import { inMemory } from '../../core/simulator/testing/inMemory.ts';

/**
 * A script in the window lets the main process write a secret that the script never had into an object, and then tries
 * to read that object.
 */
let program: TestProgram;
let page: HostilePage;
let scan: SecretScan;
let hex: string;

beforeEach(async () => {
  program = await openProgram();
  page = hostilePage(program);
  await program.ok('board/connect', { path: 'simulated' });
  const [device, integrity] = [await identity(), await identity()];
  await program.ok('wizard/material', { slot: 'device', ticket: await program.take('device.pem', device.keyPem + device.certificatePem) });
  await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('integrity.pem', integrity.keyPem + integrity.certificatePem) });
  await program.ok('wizard/make-secret', {});
  hex = readFileSync(join(program.folder, 'saved', 'update-secret.txt'), 'utf8').trim();
  scan = new SecretScan().add('secret', Buffer.from(hex, 'hex'));
});
afterEach(async () => {
  // Whatever was tried, no event, no trace and no journal contains a part of the secret.
  const journal = readdirSync(join(program.folder, 'state'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonl'));
  for (const name of journal) expect(scan.find(readFileSync(join(program.folder, 'state', name))), name).toEqual([]);
  expect(scan.findInText(JSON.stringify(program.events))).toEqual([]);
  expect(scan.findInText(JSON.stringify(await page.send('trace/read', { after: 0 })))).toEqual([]);
  expect(page.bugs).toEqual([]);
  await program.close();
});

/** Everything that the page receives. None of it may contain the secret. */
async function say(name: string, request: unknown): Promise<string> {
  const text = JSON.stringify(await page.send(name, request));
  expect(scan.findInText(text), name).toEqual([]);
  return text;
}

async function runAll(planId: string, steps: readonly { readonly id: string; readonly object: string }[]) {
  await program.ok('plan/run', { planId, confirmations: Object.fromEntries(steps.map(({ id, object }) => [id, object])) });
  return program.ended();
}

/** A plan file that the page could make. */
const planOf = (steps: readonly object[]): Promise<string> => program.take('plan.json', JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'A plan', steps }));
const write = (object: string) => ({ id: 'secret', kind: 'write-object', object, content: { material: 'update secret', bytes: 64 }, what: 'secret' });
const metadata = (object: string, changes: string) => ({ id: 'metadata', kind: 'write-metadata', object, changes, purpose: 'is changed' });
/** Object types, as metadata: update secret, byte string. */
const [updateSecret, byteString] = ['2003e80123', '2003e80100'];

describe('a secret that main made, in an object that everyone reads', () => {
  async function written(): Promise<void> {
    await program.ok('wizard/answer', { confidentiality: true, update: 'both' });
    const plan = await program.ok('plan/from-wizard', {});
    const run = await runAll(plan.planId, plan.steps);
    expect(run.state, JSON.stringify(run.fault)).toBe('finished');
    expect(program.memory()).toContain(inMemory(hex));
  }

  it('is written only after the object\'s id was typed', async () => {
    await program.ok('wizard/answer', { confidentiality: true, update: 'both' });
    const plan = await program.ok('plan/from-wizard', {});
    const step = plan.steps.find(({ id }) => id === 'secret');
    expect(step).toMatchObject({ undoable: false, irreversibleBecause: 'Everyone with access to the chip can read the secret in 0xF1D1 after this step. This cannot be undone.' });
    for (const typed of [undefined, '', '0xF1D2']) {
      const others = Object.fromEntries(plan.steps.filter(({ id }) => id !== 'secret').map(({ id, object }) => [id, object]));
      expect(await program.fault('plan/run', { planId: plan.planId, confirmations: typed === undefined ? others : { ...others, secret: typed } })).toMatchObject({ code: 'plan/not-confirmed', data: { object: '0xF1D1' } });
    }
    expect(program.memory()).not.toContain(inMemory(hex));
  });

  it('is not asked for where the plan closes the object', async () => {
    await program.ok('wizard/answer', { confidentiality: true, update: 'both', lockSecret: true, secretUnreadable: true });
    const plan = await program.ok('plan/from-wizard', {});
    expect(plan.steps.filter(({ undoable }) => !undoable).map(({ id }) => id)).toEqual(['lock-secret']);
  });

  it('is not read there: revealed, listed, compared, rehearsed over, after a reconnect', async () => {
    await written();
    for (const reveal of [true, false]) expect(await say('objects/read', { id: '0xF1D1', reveal })).toContain(writtenSecret);
    await say('objects/list', {});
    const compared = await say('objects/compare', { id: '0xF1D1', ticket: await program.take('guess', `${hex.slice(0, 126)}00`) });
    expect(compared).toContain('They differ."');
    await say('plan/from-edit', { kind: 'write', id: '0xF1D1', hex: '00' });
    await program.ok('board/disconnect', {});
    await program.ok('board/connect', { path: 'simulated' });
    expect(await say('objects/read', { id: '0xF1D1', reveal: true })).toContain(writtenSecret);
  });

  it('is not read there after its type was taken away', async () => {
    await written();
    const plan = await program.ok('plan/open', { ticket: await planOf([metadata('0xF1D1', byteString)]) });
    expect((await runAll(plan.planId, plan.steps)).state).toBe('finished');
    expect(await say('objects/read', { id: '0xF1D1', reveal: true })).toContain(writtenSecret);
    expect(await say('objects/list', {})).toContain('a secret, not shown');
    await say('plan/from-edit', { kind: 'write', id: '0xF1D1', hex: 'c0ffee' });
    await say('chip/compare', { ticket: await program.take('chip.json', JSON.stringify({ f1d1: { data: `${hex.slice(0, 126)}00` } })) });
  });

  it('is not guessed byte by byte', async () => {
    await written();
    expect(await page.code('plan/from-edit', { kind: 'write', id: '0xF1D1', hex: hex.slice(0, 2), offset: 0 })).toBe('plan/secret-there');
    const part = { id: 'part', kind: 'write-at', object: '0xF1D1', offset: 3, content: { inline: hex.slice(6, 8) } };
    expect(await page.code('plan/open', { ticket: await planOf([part]) })).toBe('plan/secret-there');
    const chip = await say('chip/compare', { ticket: await program.take('chip.json', JSON.stringify({ f1d1: { data: `${hex.slice(0, 126)}00` } })) });
    expect(chip).toContain('"id":"0xF1D1"');
    expect(chip).not.toContain('firstDifference');
  });

  /** Closes the program and starts it again with the same state folder. */
  async function restart(): Promise<void> {
    const { folder } = program;
    await program.main.close();
    program = await openProgram({}, folder);
    page = hostilePage(program);
    await program.ok('board/connect', { path: 'simulated' });
  }

  it('is not read there after a restart, until other content is there; the file that knows it has no content', async () => {
    await written();
    const { folder } = program;
    const plan = await program.ok('plan/open', { ticket: await planOf([metadata('0xF1D1', byteString)]) });
    expect((await runAll(plan.planId, plan.steps)).state).toBe('finished');
    const book = readFileSync(join(folder, 'state', 'written-secrets.json'), 'utf8');
    expect(Object.values(JSON.parse(book).objects)).toEqual([[{ offset: 0, length: 64, hmac: expect.stringMatching(/^[0-9a-f]{64}$/) }]]);
    expect(scan.findInText(book)).toEqual([]);
    await restart();
    for (const reveal of [true, false]) expect(await say('objects/read', { id: '0xF1D1', reveal })).toContain(writtenSecret);
    expect(await say('objects/list', {})).toContain('a secret, not shown');
    expect(await say('objects/compare', { id: '0xF1D1', ticket: await program.take('guess', `${hex.slice(0, 126)}00`) })).toContain('They differ."');
    expect(await say('chip/compare', { ticket: await program.take('chip.json', JSON.stringify({ f1d1: { data: `${hex.slice(0, 126)}00` } })) })).not.toContain('firstDifference');
    expect(await page.code('plan/from-edit', { kind: 'write', id: '0xF1D1', hex: hex.slice(0, 2), offset: 0 })).toBe('plan/secret-there');
    await say('plan/from-edit', { kind: 'write', id: '0xF1D1', hex: 'c0ffee' });
    // Another program writes other content. Then the digest no longer matches, and it is deleted.
    const memory = program.memory().replace(inMemory(hex), '5a'.repeat(63));
    await program.main.close();
    writeFileSync(join(folder, 'state', 'simulated-trust-m-v3.json'), memory);
    program = await openProgram({}, folder);
    page = hostilePage(program);
    await program.ok('board/connect', { path: 'simulated' });
    expect(await program.ok('objects/read', { id: '0xF1D1', reveal: true })).toMatchObject({ data: expect.stringMatching(/^(5a){63}/) });
    await vi.waitFor(() => expect(readFileSync(join(folder, 'state', 'written-secrets.json'), 'utf8')).toBe('{\n  "objects": {}\n}\n'));
  });

  it('can be looked at again once something else is there', async () => {
    await written();
    const plan = await program.ok('plan/from-edit', { kind: 'write', id: '0xF1D1', hex: 'c0ffee' });
    expect((await runAll(plan.planId, plan.steps)).state).toBe('finished');
    expect(await program.ok('objects/read', { id: '0xF1D1', reveal: true })).toMatchObject({ data: expect.stringMatching(/^c0ffee/) });
  });
});

describe('plan files that lead a secret elsewhere', () => {
  it('into an object whose exchanges the trace keeps', async () => {
    for (const object of ['0xE0E1', '0xE0E8']) expect(await page.code('plan/open', { ticket: await planOf([write(object), metadata(object, updateSecret)]) })).toBe('plan/secret-in-clear');
  });
  it('into an object that nothing makes a secret', async () => {
    expect(await page.code('plan/open', { ticket: await planOf([write('0xF1D4')]) })).toBe('plan/secret-in-clear');
  });
  it('into an object that a later step closes, behind one that the chip refuses', async () => {
    // The vendor's certificate cannot be replaced, so the plan would stop between the secret and the lock.
    const steps = [write('0xF1D4'), { id: 'bad', kind: 'write-object', object: '0xE0E0', content: { inline: '00' }, what: 'x' }, { id: 'lock', kind: 'lock', object: '0xF1D4', unreadable: true }];
    const opened = await page.send('plan/open', { ticket: await planOf(steps) });
    expect(JSON.stringify(opened)).toContain('"verdict":"refused"');
  });
  it('into an object that the plan only pretends to close', async () => {
    const elsewhere = await program.ok('plan/open', { ticket: await planOf([write('0xF1D4'), metadata('0xF1D4', updateSecret)]) });
    expect(await page.code('plan/run', { planId: elsewhere.planId, confirmations: {} })).toBe('plan/material-missing');
    // The wizard's object for the secret.
    await program.ok('wizard/answer', { confidentiality: true, secretObject: '0xF1D4' });
    const opened = await program.ok('plan/open', { ticket: await planOf([write('0xF1D4'), metadata('0xF1D4', updateSecret)]) });
    expect(opened.steps.find(({ id }) => id === 'secret')).toMatchObject({ undoable: false });
    expect(await page.code('plan/run', { planId: opened.planId, confirmations: {} })).toBe('plan/not-confirmed');
  });
});

describe('a secret that the user has', () => {
  beforeEach(async () => {
    const plan = await program.ok('plan/from-edit', { kind: 'metadata', id: '0xF1D7', json: '{"type":"pre_sh_secret"}' });
    expect((await runAll(plan.planId, plan.steps)).state).toBe('finished');
  });
  it('from a file: written into a readable object when its id was typed, and not shown afterwards', async () => {
    const plan = await program.ok('plan/from-edit', { kind: 'write', id: '0xF1D7', ticket: await program.take('psk.txt', hex) });
    expect((await program.fault('plan/run', { planId: plan.planId, confirmations: {} })).code).toBe('plan/not-confirmed');
    expect((await runAll(plan.planId, plan.steps)).state).toBe('finished');
    expect(await say('objects/read', { id: '0xF1D7', reveal: true })).toContain(writtenSecret);
  });
  it('from a file of a whole chip: not shown afterwards', async () => {
    const { plan } = await program.ok('chip/import', { ticket: await program.take('chip.json', JSON.stringify({ f1d7: { data: hex } })) });
    expect((await runAll(plan?.planId ?? '', plan?.steps ?? [])).state).toBe('finished');
    expect(await say('objects/read', { id: '0xF1D7', reveal: true })).toContain(writtenSecret);
  });
  it('typed in the window: it may be looked at there', async () => {
    const plan = await program.ok('plan/from-edit', { kind: 'write', id: '0xF1D7', hex: 'c7'.repeat(32) });
    expect(plan.steps.every(({ undoable }) => undoable)).toBe(true);
    expect((await runAll(plan.planId, plan.steps)).state).toBe('finished');
    expect(await program.ok('objects/read', { id: '0xF1D7', reveal: true })).toMatchObject({ data: 'c7'.repeat(32) });
  });
});
