import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commandLine } from './testing/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'trust-bench-irreversible-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string): string => join(folder, name);

async function run(...words: string[]) {
  return commandLine(words, { TRUST_BENCH_STATE_DIR: folder });
}

async function done(...words: string[]): Promise<string> {
  const ran = await run(...words);
  expect(ran.code, `${words.join(' ')}: ${ran.err}`).toBe(0);
  return ran.out;
}

const secretText = '5e'.repeat(32);
const port = ['--port', `simulated@${file('chip.json')}`];
let prepared: string;
const memory = (): string => readFileSync(file('chip.json'), 'utf8');

/** A metadata data set for F1D4. */
async function build(name: string, metadata: string, version: number, ...more: string[]): Promise<string> {
  writeFileSync(file('metadata.txt'), metadata);
  const words = [`payload_version=${version}`, 'trust_anchor_oid=E0E3', 'target_oid=F1D4', 'sign_algo=ES_256', `priv_key=${file('signer.pem')}`, 'payload_type=metadata', `metadata=${file('metadata.txt')}`];
  writeFileSync(file(name), await done('dataset', 'build', ...words, ...more));
  return file(name);
}
const encrypted = [`secret=${file('secret.txt')}`, 'secret_oid=F1D1', 'label=test', 'seed_length=64', 'enc_algo=AES-CCM-16-64-128'];

const locking = '2003c00107';
const harmless = '2003d30100';

beforeAll(async () => {
  await done('keys', 'new', '--algorithm', 'secp256r1', '--out', file('signer.pem'), '--certificate', file('signer-cert.pem'), '--subject', 'CN=Signer');
  writeFileSync(file('secret.txt'), secretText);
  writeFileSync(file('other-secret.txt'), 'a5'.repeat(32));
  await done('prepare', '--target', 'f1d4', '--anchor', 'e0e3', '--anchor-certificate', file('signer-cert.pem'), '--secret-id', 'f1d1', '--secret', file('secret.txt'), '--update', 'both', ...port);
  await done('object', 'metadata', '--id', 'f1d1', '--set', '{"read":"never"}', ...port);
  // Signed updates are enough, so that the same object accepts both kinds of data sets.
  await done('object', 'metadata', '--id', 'f1d4', '--set', '{"meta_update":["int","0xe0","0xe3"]}', ...port);
  prepared = memory();
});
/** Each test begins with the prepared state of the chip. */
beforeEach(() => writeFileSync(file('chip.json'), prepared));

describe('update: a data set that locks is confirmed by the typed id', () => {
  const update = (set: string, ...more: string[]) => run('update', '--id', 'f1d4', '--file', set, ...port, ...more);

  async function refused(code: RegExp, set: string, ...more: string[]): Promise<string> {
    const before = memory();
    const ran = await update(set, ...more);
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(code);
    expect(memory()).toBe(before);
    return ran.err;
  }

  it('encrypted, without the secret: asked for, and never sent unasked', async () => {
    const set = await build('unknown.txt', locking, 1, ...encrypted);
    const said = await refused(/^error: plan\/not-confirmed: /m, set);
    expect(said).toContain('cannot be seen without the secret in 0xF1D1');
    expect(said).toContain('--yes-lock 0xF1D4');
    await refused(/plan\/not-confirmed/, set, '--yes-lock', 'e0e3');
  });

  it('encrypted, with the secret: the effect is told; a wrong secret is refused', async () => {
    const set = await build('known.txt', locking, 1, ...encrypted);
    expect(await refused(/plan\/not-confirmed/, set, '--secret', file('secret.txt'))).toContain('The lifecycle of 0xF1D4 goes to operational, and never back.');
    await refused(/^error: update\/wrong-secret: /m, set, '--secret', file('other-secret.txt'), '--yes-lock', 'f1d4');
    const dry = JSON.parse((await update(set, '--secret', file('secret.txt'), '--dry-run', '--json')).out) as { rehearsal: { steps: unknown[] } };
    expect(dry.rehearsal.steps).toMatchObject([{ rehearsal: 'would-change', undoable: false }]);
    expect(JSON.stringify(dry)).not.toContain(secretText);
  });

  it('in clear: asked for too', async () => {
    expect(await refused(/plan\/not-confirmed/, await build('clear.txt', locking, 1))).toContain('goes to operational, and never back');
  });

  it('the last version that there is, on an operational object: no update follows it', async () => {
    const last = ['update', '--id', 'f1d9', '--file', file('last.txt'), ...port];
    writeFileSync(file('content.txt'), 'c0ffee');
    await done('prepare', '--target', 'f1d9', '--anchor', 'e0e3', '--anchor-certificate', file('signer-cert.pem'), '--update', 'data', ...port);
    const set = (version: number) => done('dataset', 'build', `payload_version=${version}`, 'trust_anchor_oid=E0E3', 'target_oid=F1D9', 'sign_algo=ES_256', `priv_key=${file('signer.pem')}`, 'payload_type=data', `data=${file('content.txt')}`);
    await done('object', 'lock', '--id', 'f1d9', '--yes-lock', 'f1d9', ...port);
    writeFileSync(file('last.txt'), await set(32767));
    const before = memory();
    const ran = await run(...last);
    expect([ran.code, ran.err]).toEqual([1, expect.stringContaining('0xF1D9 gets the highest possible version: it can never take a protected update again.')]);
    expect(ran.err).toContain('plan/not-confirmed');
    expect(memory()).toBe(before);
    await done(...last, '--yes-lock', 'f1d9');
    expect(memory()).toContain('c1027fff');
  });

  it('what does not lock is sent without a question where that can be seen', async () => {
    const set = await build('harmless.txt', harmless, 1, ...encrypted);
    await refused(/plan\/not-confirmed/, set);
    const sent = await update(set, '--secret', file('secret.txt'), '--json');
    expect(JSON.parse(sent.out)).toEqual({ id: '0xF1D4', version: { before: 0, after: 1 }, verified: true });
    const clear = await build('harmless-clear.txt', harmless, 2);
    expect((await update(clear)).out).toContain('updated: version 1 → 2, verified');
    expect((await update(clear)).out).toBe('0xF1D4 already has version 2 with this content; nothing was sent\n');
  });

  it('a plan file with such a data set, whatever it says of itself', async () => {
    const json = async (version: number) => JSON.parse(readFileSync(await build(`set-${version}.json`, version === 3 ? harmless : locking, version, '--json'), 'utf8')) as { manifest: string; fragments: string[] };
    const [other, locks] = [await json(3), await json(4)];
    const step = (id: string, set: { manifest: string; fragments: string[] }) => ({ id, kind: 'send-data-set', target: '0xF1D4', manifest: set.manifest, fragments: { inline: set.fragments.join('') } });
    const write = { id: 'write', kind: 'write-object', object: '0xF1D4', what: 'x', content: { inline: 'c0ffee' } };
    const planFile = (steps: unknown[]) => writeFileSync(file('plan.json'), JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'x', steps }));
    planFile([step('harmless', other)]);
    await done('run', file('plan.json'), ...port);
    planFile([step('locks', locks), write]);
    const before = memory();
    expect((await run('run', file('plan.json'), ...port)).err).toMatch(/^error: plan\/not-confirmed: /m);
    expect(memory()).toBe(before);
    const ran = JSON.parse(await done('run', file('plan.json'), '--yes-lock', 'f1d4', '--json', ...port)) as { result: { steps: { id: string; state: string }[] } };
    expect(ran.result.steps.map(({ id, state }) => `${id}: ${state}`)).toEqual(['write: done', 'locks: done']);
    expect((await run('object', 'write', '--id', 'f1d4', '--in', file('secret.txt'), ...port)).code).toBe(4);
  });

  it('confirmed, it is sent', async () => {
    // The lock of the test before is undone. A metadata update may do this (reset type 01).
    const back = await build('back.txt', harmless, 5, ...encrypted);
    expect((await update(back, '--secret', file('secret.txt'))).code).toBe(0);
    const set = await build('confirmed.txt', locking, 6, ...encrypted);
    expect((await update(set, '--yes-lock', 'F1D4')).out).toContain('updated: version 5 → 6, verified');
  });
});

it('a plan file with an encrypted metadata set: with --secret its effect is seen, so that a harmless one is not asked for', async () => {
  const text = readFileSync(await build('plan-set.json', harmless, 7, ...encrypted, '--json'), 'utf8');
  const set = JSON.parse(text) as { manifest: string; fragments: string[] };
  writeFileSync(file('plan.json'), JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'x', steps: [{ id: 'a', kind: 'send-data-set', target: '0xF1D4', manifest: set.manifest, fragments: { inline: set.fragments.join('') } }] }));
  const before = readFileSync(file('chip.json'), 'utf8');
  expect((await run('run', file('plan.json'), ...port)).err).toMatch(/^error: plan\/not-confirmed: /m);
  expect((await run('run', file('plan.json'), '--secret', file('other-secret.txt'), ...port)).code).not.toBe(0);
  expect(readFileSync(file('chip.json'), 'utf8')).toBe(before);
  await done('run', file('plan.json'), '--secret', file('secret.txt'), ...port);
  expect(readFileSync(file('chip.json'), 'utf8')).not.toBe(before);
});

describe('the chip\'s own lifecycle states', () => {
  it('object write requires the id', async () => {
    writeFileSync(file('state.hex'), '03');
    const at = ['--port', `simulated@${file('states.json')}`];
    const ran = await run('object', 'write', '--id', 'f1c0', '--in', file('state.hex'), ...at);
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/^error: plan\/not-confirmed: /m);
    expect(JSON.parse(await done('object', 'read', '--id', 'f1c0', '--json', ...at))).toMatchObject({ data: '01' });
    expect(JSON.parse(await done('object', 'write', '--id', 'f1c0', '--in', file('state.hex'), '--yes-lock', 'f1c0', '--json', ...at))).toMatchObject({ written: true, verified: true });
    expect(JSON.parse(await done('object', 'read', '--id', 'f1c0', '--json', ...at))).toMatchObject({ data: '03' });
  });

  it('metadata by one state requires the id, what can be undone does not', async () => {
    const at = ['--port', `simulated@${file('metadata.json')}`];
    const set = (json: string, ...more: string[]) => run('object', 'metadata', '--id', 'f1d5', '--set', json, ...more, ...at);
    expect((await set('{"read":"never"}')).code).toBe(0);
    expect((await set('{"lcso":"initialization"}')).err).toMatch(/plan\/not-confirmed/);
    expect((await set('{"lcso":"initialization"}', '--yes-lock', 'f1d5')).code).toBe(0);
  });
});

it.each([[[], true], [['--secret-unreadable'], true], [['--secret-readable'], false]] as const)('prepare --lock-secret %j: whether nobody reads the secret any longer is as in the window', async (more, unreadable) => {
  const words = ['prepare', '--target', 'f1d6', '--anchor', 'e0e3', '--anchor-certificate', file('signer-cert.pem'), '--secret-id', 'f1d8', '--secret', file('secret.txt'), '--lock-secret', ...more, '--update', 'both', '--dry-run', '--json', ...port];
  const { plan } = JSON.parse(await done(...words)) as { plan: { steps: { id: string }[] } };
  expect(plan.steps.find(({ id }) => id === 'lock-secret')).toMatchObject({ kind: 'lock', object: '0xF1D8', unreadable });
});

it.each([
  [['--secret-readable'], '--secret-readable requires --secret-id and --secret.'],
  [['--secret-id', 'f1d8', '--secret', file('secret.txt'), '--secret-readable'], '--secret-readable requires --lock-secret'],
  [['--secret-id', 'f1d8', '--secret', file('secret.txt'), '--lock-secret', '--secret-readable', '--secret-unreadable'], 'not both'],
])('prepare %j', async (more, says) => {
  const ran = await run('prepare', '--target', 'f1d6', '--anchor', 'e0e3', '--anchor-certificate', file('signer-cert.pem'), ...more, '--update', 'data', ...port);
  expect([ran.code, ran.err]).toEqual([2, expect.stringContaining(says) as string]);
});
