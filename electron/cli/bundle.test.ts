import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from './testing/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...argv: string[]) => runIn({}, ...argv);

async function runIn(environment: Readonly<Record<string, string>>, ...argv: string[]) {
  const { code, out, err } = await commandLine(argv, environment);
  return { code, out, err, json: (): Record<string, unknown> => JSON.parse(out) as Record<string, unknown> };
}

const sample = join(folder, 'sample');
let [bundle, chipId, port] = ['', '', ''];
const keyFile = join(sample, 'transport-key.txt');
const anchors = join(sample, 'anchors.pem');
beforeAll(async () => {
  const made = (await run('--json', 'bundle', 'make-sample', '--chips', '4', '--out', sample)).json();
  bundle = String(made['bundle']);
  chipId = readdirSync(sample).find((name) => name.startsWith('chip-'))?.slice(5, 25) ?? '';
  port = `simulated:express@${join(sample, `chip-${chipId}.json`)}`;
});

it('inspect counts; the secrets only with the transport key', async () => {
  expect((await run('--json', '--quiet', 'bundle', 'inspect', bundle)).json()).toMatchObject({ chips: 4, certificates: { E0E0: 4, E0E1: 4, E0E2: 4 }, keys: 'locked', problems: [] });
  expect((await run('--json', 'bundle', 'inspect', bundle, '--transport-key-file', keyFile)).json()).toMatchObject({ keys: 'open', secrets: { pbs: 4, auto: 4, withoutSecrets: 0 } });
  const wrong = join(folder, 'wrong.txt');
  writeFileSync(wrong, 'no\n');
  expect(await run('bundle', 'inspect', bundle, '--transport-key-file', wrong)).toMatchObject({ code: 1, err: expect.stringContaining('bundle/wrong-key') });
  const long = join(folder, 'long.txt');
  writeFileSync(long, '7'.repeat(129));
  expect(await run('bundle', 'inspect', bundle, '--transport-key-file', long)).toMatchObject({ code: 1, err: expect.stringMatching(/bundle\/not-a-key: .*129.*128/) });
});

it('find: a chip with its certificates, never a secret', async () => {
  const found = await run('--json', '--quiet', 'bundle', 'find', bundle, '--chip', chipId.toUpperCase(), '--transport-key-file', keyFile);
  expect(found.json()).toMatchObject({ chipId, certificates: [{ object: '0xE0E0' }, { object: '0xE0E1' }, { object: '0xE0E2' }], secrets: { pbs: true, auto: true } });
  const header = await run('--quiet', 'bundle', 'header', bundle, '--chip', chipId, '--transport-key-file', keyFile);
  expect(header.out).toContain('\nuint8_t optiga_platform_binding_shared_secret[66]');
  expect((await run('bundle', 'find', bundle, '--chip', 'f'.repeat(20))).err).toContain('bundle/no-chip');
});

it('check: the bundle by itself, its own chip, a chip of another kind', async () => {
  expect((await run('--json', '--quiet', 'bundle', 'check', bundle, '--anchor', anchors)).json()).toMatchObject({ good: true });
  expect(await run('bundle', 'check', bundle)).toMatchObject({ code: 1 });
  const good = await run('--json', '--quiet', '--port', port, 'bundle', 'check', bundle, '--anchor', anchors);
  expect([good.code, good.json()['verdict']]).toEqual([0, 'on-reel']);
  expect((await run('--json', '--quiet', '--port', port, 'bundle', 'check', bundle)).json()['verdict'], 'the private CA is not the vendor').toBe('not-judged');
  const other = await run('--json', '--quiet', '--port', `simulated:express@${join(folder, 'other.json')}`, 'bundle', 'check', bundle);
  expect([other.code, other.json()['verdict']]).toEqual([1, 'not-judged']);
  expect(JSON.stringify(other.json()['checks'])).toContain('pinned root');
});

it('export: encrypted to a recipient; in clear only when the reel was typed', async () => {
  const identity = await generateIdentity();
  const recipient = await identityToRecipient(identity);
  const out = join(folder, 'secrets.age');
  const done = await run('bundle', 'export', bundle, '--as', 'json', '--out', out, '--recipient', recipient, '--transport-key-file', keyFile);
  expect(done.code, done.err).toBe(0);
  expect(statSync(out).mode & 0o777).toBe(0o600);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  expect(JSON.parse(await decrypter.decrypt(new Uint8Array(readFileSync(out)), 'text'))).toHaveLength(4);
  const clear = await run('bundle', 'export', bundle, '--as', 'csv', '--out', join(folder, 'clear.csv'), '--transport-key-file', keyFile);
  expect(clear).toMatchObject({ code: 1, err: expect.stringContaining('bundle/not-confirmed') });
  expect((await run('bundle', 'export', bundle, '--as', 'csv', '--out', out, '--recipient', 'age1nonsense', '--transport-key-file', keyFile)).err).toContain('bundle/bad-recipient');
});

it('check: the chip in a slot', async () => {
  const environment = { TRUST_BENCH_STATE_DIR: join(folder, 'station') };
  const other = `simulated:v3@${join(folder, 'not of the reel.json')}`;
  for (const [slot, at] of [['2', port], ['3', other]] as const) expect((await runIn(environment, 'slots', 'teach', slot, '--port', at, '--name', `Place ${slot}`)).code).toBe(0);
  const check = (slot: string) => runIn(environment, '--json', '--quiet', 'bundle', 'check', bundle, '--anchor', anchors, '--slot', slot);
  const own = await check('place 2');
  expect([own.code, own.json()]).toEqual([0, expect.objectContaining({ chipId, verdict: 'on-reel' })]);
  expect((await check('3')).code).toBe(1);
});

describe('authorization', () => {
  const bound = { TRUST_BENCH_SIM_FIRMWARE: 'bound' };
  const authorize = ['bundle', 'authorize', '--transport-key-file', keyFile] as const;

  it('an Express chip over a plain connection: nothing is sent, and what to do is said', async () => {
    const plain = await run('--port', port, ...authorize, bundle);
    expect(plain).toMatchObject({ code: 1, err: expect.stringContaining('chip/not-authorizable') });
    expect(plain.err).toContain('the firmware must hold the binding secret');
    expect(plain.err).toContain('hint: Put the chip\'s binding secret into the board\'s firmware');
    const shielded = await run('--port', port, '--shielded', 'info');
    expect(shielded, 'the chip refused: its code is shown').toMatchObject({ code: 4, err: expect.stringContaining('chip/not-shielded') });
  });

  it('over firmware that holds the binding secret: authorized, and what was guarded can be changed', async () => {
    const opened = await runIn(bound, '--json', '--quiet', '--port', port, '--shielded', ...authorize, bundle);
    expect(opened.code, opened.err).toBe(0);
    expect(opened.json()).toMatchObject({ chipId, reference: '0xF1D0', authorized: true });
    const guarded = opened.json()['guarded'] as { object: string; access: string; open: boolean }[];
    expect(guarded.length).toBeGreaterThan(10);
    expect(guarded.filter(({ open }) => !open)).toEqual([]);
    const content = join(folder, 'content.hex');
    writeFileSync(content, 'c0ffee');
    const write = ['object', 'write', '--id', 'e0e1', '--in', content, '--offset', '0'];
    expect((await runIn(bound, '--port', port, '--shielded', ...write)).err, 'shielded alone is not enough').toContain('authorized with 0xF1D0');
    const memory = JSON.parse(readFileSync(join(sample, `chip-${chipId}.json`), 'utf8')) as { objects: { f1d0: { data: string } } };
    const reference = join(folder, 'reference.txt');
    writeFileSync(reference, memory.objects.f1d0.data);
    const done = await runIn(bound, '--json', '--port', port, '--shielded', '--authorize', `F1D0=${reference}`, ...write);
    expect(done.code, done.err).toBe(0);
    expect(done.json()).toMatchObject({ id: '0xE0E1', verified: true });
    expect(done.out + done.err).not.toContain(memory.objects.f1d0.data);
    writeFileSync(reference, '00'.repeat(64));
    expect((await runIn(bound, '--port', port, '--shielded', '--authorize', `F1D0=${reference}`, 'info')).err).toContain('chip/other-reference');
    expect((await run('--port', port, '--authorize', 'F1D0', 'info')).code, 'wrong usage').toBe(2);
  });
});
