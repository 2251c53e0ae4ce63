import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hex } from '../../core/bytes/hex.ts';
import seeds from '../../core/update/testing/seedDatasets.json' with { type: 'json' };
import { commandLine } from './testing/commandLine.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(...words: string[]): Promise<Ran> {
  return commandLine(words, { TRUST_BENCH_STATE_DIR: folder });
}

/** A chip that keeps its memory between two commands, like a real one. */
const port = (name = 'chip', profile = ''): string => `simulated${profile}@${join(folder, `${name}.json`)}`;
const file = (name: string): string => join(folder, name);
const json = <T>({ out }: Ran): T => JSON.parse(out) as T;

async function newKey(name: string, algorithm = 'secp256r1'): Promise<void> {
  const made = await run('keys', 'new', '--algorithm', algorithm, '--out', file(`${name}.pem`), '--certificate', file(`${name}-cert.pem`), '--subject', `CN=${name}`);
  expect(made.code, made.err).toBe(0);
}

/** The seed data sets' signer as a certificate file, and the secret of the third data set. */
function writeSeeds(): void {
  writeFileSync(file('seed-cert.pem'), seeds.signer_certificate_pem);
  for (const [i, { manifest, fragments, options }] of seeds.data_sets.entries()) {
    writeFileSync(file(`seed-${i}.json`), JSON.stringify({ manifest, fragments }));
    if ('secret' in options && typeof options.secret === 'string') writeFileSync(file('seed-secret.txt'), options.secret);
  }
}

describe('exit codes and errors', () => {
  it.each([
    [['info', '--port', '/dev/nothing'], 3, /^error: port\/not-found: /m],
    [['info'], 3, /^error: port\/none: /m],
    [['object', 'read', '--id', 'zz', '--port', 'simulated'], 2, /^error: object\/bad-id: /m],
    [['object', 'read', '--port', 'simulated'], 2, /^error: usage\/bad-option: .*--id/m],
    [['nonsense'], 2, /^error: usage\/bad-option: /m],
    [['random', '7', '--port', 'simulated'], 2, /^error: usage\/bad-option: /m],
    [['object', 'read', '--id', 'e0e1', '--port', 'simulated:express'], 4, /shielded connection.*\[0x8007\]/],
    [['object', 'write', '--id', 'e0e1', '--in', '/nowhere', '--port', 'simulated'], 1, /^error: file\/not-found: /m],
    [['simulate'], 2, /--stdio/],
    [['dataset', 'build', 'nonsense=1'], 2, /nonsense/],
  ] as const)('%j', async (words, code, says) => {
    const ran = await run(...words);
    expect(ran.code).toBe(code);
    expect(ran.err).toMatch(says);
    expect(ran.err).toMatch(/^hint: \S/m);
    expect(ran.out).toBe('');
  });

  it('with --json the error is a document on stdout too', async () => {
    const ran = await run('info', '--port', '/dev/nothing', '--json');
    expect(json(ran)).toMatchObject({ error: { code: 'port/not-found', message: expect.stringContaining('/dev/nothing') as string, hint: expect.any(String) as string } });
  });

  it('help and version end with 0', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, err: '' });
    expect(await run('--version')).toEqual({ code: 0, out: '9.9.9\n', err: '' });
  });
});

describe('objects', () => {
  it('info, list, read', async () => {
    expect(json(await run('info', '--port', 'simulated:v1', '--json'))).toMatchObject({ family: 'trust-m-v1', build: '0809', chipId: '0a091b5c000700a60087' });
    const list = json<{ id: string; readable: boolean; state: string; locked: boolean; metadata: { raw: string; change: unknown } }[]>(await run('object', 'list', '--port', 'simulated:express', '--json'));
    expect(list.find(({ id }) => id === '0xE0E1')).toMatchObject({ readable: false, state: 'not-readable', locked: true, metadata: { change: ['conf', '0xe1', '0x40', '&&', 'auto', '0xf1', '0xd0'] } });
    const states = ['0xE0E3', '0xE0F0', '0xE0F2', '0xF1D0', '0xE120', '0xE0C5'].map((id) => list.find((object) => object.id === id));
    expect(states.map((object) => object && [object.state, object.locked])).toEqual([['empty', false], ['in-use', true], ['empty', false], ['not-readable', true], ['empty', false], ['in-use', false]]);
    expect((await run('object', 'list', '--port', 'simulated')).out).toMatch(/0xE140 +Platform binding secret +secret, not read +64\/64/);
    const pem = await run('object', 'read', '--id', 'E0E0', '--as', 'pem', '--port', 'simulated');
    expect(pem.out).toMatch(/^-----BEGIN CERTIFICATE-----\n/);
    expect((await run('object', 'read', '--id', '0xe0e0', '--as', 'der', '--port', 'simulated')).out.charCodeAt(0)).toBe(0x30);
  });

  it('a certificate of 1728 bytes is written and read whole', async () => {
    writeFileSync(file('1728.hex'), Buffer.alloc(1728, 0x5a).toString('hex'));
    const written = await run('object', 'write', '--id', 'e0e2', '--in', file('1728.hex'), '--port', port('whole'), '--json');
    expect(json(written)).toMatchObject({ id: '0xE0E2', written: true, verified: true });
    expect(json(await run('object', 'write', '--id', 'e0e2', '--in', file('1728.hex'), '--port', port('whole'), '--json'))).toMatchObject({ written: false, verified: true });
    expect(json<{ data: string }>(await run('object', 'read', '--id', 'e0e2', '--port', port('whole'), '--json')).data).toBe('5a'.repeat(1728));
  });

  it('identity tag by default for a device certificate, never in a trust anchor', async () => {
    await newKey('tagged');
    const read = async (id: string) => json<{ data: string }>(await run('object', 'read', '--id', id, '--port', port('tags'), '--json')).data;
    await run('object', 'write', '--id', 'e0e1', '--in', file('tagged-cert.pem'), '--port', port('tags'));
    expect(await read('e0e1')).toMatch(/^c0/);
    await run('object', 'write', '--id', 'e0e1', '--in', file('tagged-cert.pem'), '--no-identity-tag', '--port', port('tags'));
    expect(await read('e0e1')).toMatch(/^30/);
    await run('object', 'write', '--id', 'e0e8', '--in', file('tagged-cert.pem'), '--port', port('tags'));
    expect(await read('e0e8')).toMatch(/^30/);
    expect((await run('object', 'write', '--id', 'e0e8', '--in', file('tagged-cert.pem'), '--identity-tag', '--port', port('tags'))).code).toBe(2);
  });

  it('metadata: before and after; a lock requires the id typed twice and keeps the rest of the condition', async () => {
    const at = port('locks');
    const set = await run('object', 'metadata', '--id', 'f1d6', '--set', '{"change":["lcso","<","operational","||","int","0xe0","0xe3"]}', '--port', at, '--json');
    expect(json(set)).toMatchObject({ id: '0xF1D6', before: { pretty: { change: ['lcso', '<', 'operational'] } }, pretty: { change: ['lcso', '<', 'operational', '||', 'int', '0xe0', '0xe3'] } });
    expect((await run('object', 'metadata', '--id', 'f1d6', '--set', '{"lcso":"operational"}', '--port', at)).err).toMatch(/plan\/not-confirmed/);
    expect((await run('object', 'lock', '--id', 'f1d6', '--yes-lock', 'f1d7', '--port', at)).code).toBe(1);
    expect((await run('object', 'lock', '--id', 'f1d6', '--yes-lock', 'f1d6', '--port', at)).code).toBe(0);
    const after = json<{ pretty: unknown }>(await run('object', 'metadata', '--id', 'f1d6', '--port', at, '--json'));
    expect(after.pretty).toMatchObject({ lcso: 'operational', change: ['lcso', '<', 'operational', '||', 'int', '0xe0', '0xe3'] });
    writeFileSync(file('too-late.hex'), '5a');
    const refused = await run('object', 'write', '--id', 'f1d6', '--in', file('too-late.hex'), '--port', at);
    expect(refused.code).toBe(4);
  });

  it('a field that the chip keeps by itself is refused by name', async () => {
    const ran = await run('object', 'metadata', '--id', 'f1d6', '--set', '{"max_size":10}', '--port', port('locks'));
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.err).toContain('largest size');
  });
});

describe('the seed data sets, printed by the vendor\'s tool', () => {
  beforeAll(writeSeeds);

  it.each([0, 1, 2])('set %i: inspected, sent, and not taken again', async (i) => {
    const target = i === 1 ? 'e0fc' : 'e0f1';
    const inspected = json<{ options: Record<string, unknown>; signature: string; fragments: { digest: string }[]; payload?: string }>(
      await run('dataset', 'inspect', file(`seed-${i}.json`), '--certificate', file('seed-cert.pem'), '--show-payload', '--json', ...(i === 2 ? ['--secret', file('seed-secret.txt')] : [])),
    );
    expect(inspected).toMatchObject({ signature: 'valid', options: { payload_version: 3, trust_anchor_oid: 'E0E3', target_oid: target.toUpperCase() } });
    expect(inspected.fragments.map(({ digest }) => digest)).toEqual(inspected.fragments.map(() => 'valid'));
    if (i === 2) expect(inspected.payload).toMatch(/^010020[0-9a-f]{64}020040[0-9a-f]{128}$/);

    const at = port(`chip-${i}`);
    const secret = i === 2 ? ['--secret-id', 'f1d1', '--secret', file('seed-secret.txt')] : [];
    const prepared = await run('prepare', '--target', target, '--anchor', 'e0e3', '--anchor-certificate', file('seed-cert.pem'), '--update', 'data', '--port', at, ...secret);
    expect(prepared.code, prepared.err).toBe(0);
    const update = ['update', '--id', target, '--file', file(`seed-${i}.json`), '--port', at, '--json'];
    expect(json(await run(...update, '--dry-run'))).toMatchObject({ version: { before: 0, after: 0 } });
    expect(json(await run(...update))).toEqual({ id: `0x${target.toUpperCase()}`, version: { before: 0, after: 3 }, verified: true });
    const again = await run(...update);
    expect(again.code).toBe(4);
    expect(again.err).toContain('0x8010');
  });

  it('as the two files of the vendor\'s Linux scripts: both given, one given, or their folder', async () => {
    const { manifest = '', fragments = [] } = JSON.parse(readFileSync(file('seed-0.json'), 'utf8')) as { manifest?: string; fragments?: string[] };
    const folder = file('scripts');
    mkdirSync(folder);
    const [m, f] = [join(folder, 'ecc_manifest.dat'), join(folder, 'ecc_fragment.dat')];
    writeFileSync(m, hex(manifest));
    for (const [i, fragment] of fragments.entries()) writeFileSync(i === 0 ? f : join(folder, `ecc_fragment_${i}.dat`), hex(fragment));
    for (const files of [[m, f], [f, m], [m], [f], [folder]]) {
      const ran = await run('dataset', 'inspect', ...files, '--certificate', file('seed-cert.pem'), '--json');
      expect(json<{ signature: string; fragments: { digest: string }[] }>(ran)).toMatchObject({ signature: 'valid', fragments: fragments.map(() => ({ digest: 'valid' })) });
      expect(ran.err.includes('used with ecc_')).toBe(files.length === 1 && files[0] !== folder);
    }
    await run('prepare', '--target', 'e0f1', '--anchor', 'e0e3', '--anchor-certificate', file('seed-cert.pem'), '--update', 'data', '--port', port('two-files'));
    expect(json(await run('update', '--id', 'e0f1', '--file', m, '--file', f, '--port', port('two-files'), '--dry-run', '--json'))).toMatchObject({ id: '0xE0F1' });
    expect(json(await run('update', '--id', 'e0f1', '--file', m, f, '--port', port('two-files'), '--json'))).toMatchObject({ version: { after: 3 }, verified: true });
    expect((await run('dataset', 'header', m, '--kind', 'ecc_key', '--out', file('two.h'))).code).toBe(0);
    rmSync(f);
    expect(await run('update', '--id', 'e0f1', '--file', m, '--port', 'simulated')).toMatchObject({ code: 1, err: expect.stringContaining('update/no-fragments') as string });
  });

  it('for another object than asked: refused before any chip', async () => {
    expect(await run('update', '--id', 'e0f2', '--file', file('seed-0.json'), '--port', 'simulated')).toMatchObject({ code: 1 });
  });

  it('on an unprepared chip: says what the chip would say', async () => {
    const ran = await run('update', '--id', 'e0f1', '--file', file('seed-0.json'), '--port', port('bare'));
    expect(ran.code).toBe(4);
    expect(ran.err).toContain('0xE0E3 is not of the type trust anchor');
  });
});

describe('the wizard without questions', () => {
  it('prepares, locks last, saves a plan that runs again without change', async () => {
    await newKey('integrity');
    await newKey('device', 'rsa2048');
    writeFileSync(file('secret.txt'), '11'.repeat(32));
    const at = port('wizard');
    const words = ['prepare', '--target', 'e0fc', '--anchor', 'e0e3', '--anchor-certificate', file('integrity-cert.pem'), '--lock-anchor', '--secret-id', 'f1d4', '--secret', file('secret.txt'), '--lock-secret', '--secret-unreadable', '--update', 'both', '--flush', '--port', at, '--json'];
    expect((await run(...words)).err).toContain('plan/not-confirmed');
    const dry = json<{ result?: unknown; plan: { steps: { kind: string }[] } }>(await run(...words, '--yes-lock', 'e0e3', 'f1d4', '--dry-run', '--plan-out', file('plan.json')));
    expect(dry.result).toBeUndefined();
    expect(dry.plan.steps.slice(-2).map(({ kind }) => kind)).toEqual(['lock', 'lock']);
    expect(readFileSync(file('plan.json'), 'utf8')).not.toContain('11'.repeat(16));
    const done = json<{ result: { state: string } }>(await run(...words, '--yes-lock', 'e0e3', 'f1d4'));
    expect(done.result.state).toBe('finished');
    const again = json<{ result: { steps: { id: string; state: string }[] } }>(await run('run', file('plan.json'), '--port', at, '--json'));
    expect(again.result.steps.filter(({ state }) => state === 'done')).toEqual([]);

    const build = ['dataset', 'build', 'payload_version=1', 'trust_anchor_oid=E0E3', 'target_oid=E0FC', 'sign_algo=ES_256', `priv_key=${file('integrity.pem')}`, 'payload_type=key', 'key_algo=66', 'key_usage=11', `key_data=${file('device.pem')}`, 'secret_oid=F1D4', `secret=${file('secret.txt')}`, 'label=test', 'seed_length=64', 'enc_algo=AES-CCM-16-64-128'];
    const text = await run(...build);
    expect(text.code, text.err).toBe(0);
    writeFileSync(file('rsa.txt'), text.out);
    expect((await run('update', '--id', 'e0fc', '--file', file('rsa.txt'), '--port', at)).code).toBe(0);
    expect(json(await run('prove', '--key', 'e0fc', '--certificate', file('device-cert.pem'), '--port', at, '--json'))).toMatchObject({ key: '0xE0FC', proved: true });
    expect(await run('prove', '--key', 'e0fc', '--certificate', file('integrity-cert.pem'), '--port', at)).toMatchObject({ code: 4 });
    const empty = await run('prove', '--key', 'e0f2', '--certificate', file('integrity-cert.pem'), '--port', at);
    expect(empty.err).toContain('0xE0F2 holds no key yet');
  });

  it('metadata over 44 bytes is found before anything is sent', async () => {
    const at = port('budget');
    const long = ['lcso', '<', 'operational', '||', 'lcsa', '<', 'operational', '||', 'lcsg', '<', 'operational'];
    await run('object', 'metadata', '--id', 'e0f3', '--set', JSON.stringify({ change: long.slice(0, 7) }), '--port', at);
    const ran = await run('prepare', '--target', 'e0f3', '--anchor', 'e0e3', '--anchor-certificate', file('integrity-cert.pem'), '--secret-id', 'f1d4', '--secret', file('secret.txt'), '--update', 'both', '--port', at);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('metadata/too-long');
  });
});

describe('demo', () => {
  it('does both procedures and proves each', async () => {
    const demo = json<{ proofs: string[] }>(await run('demo', '--json', '--quiet'));
    expect(demo.proofs).toEqual([expect.stringMatching(/^P-256: proved: .*verifies it/), expect.stringMatching(/^RSA-2048: proved: .*verifies it/)]);
  });
});
