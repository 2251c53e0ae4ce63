import { spawn } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChipState } from '../../core/simulator/chip/state.ts';
import { profiles } from '../../core/simulator/profiles/profiles.ts';
import { opensslText } from '../../core/keys/testing/openssl.ts';
import { commandLine, type RanJson } from './testing/commandLine.ts';
import { inMemory } from '../../core/simulator/testing/inMemory.ts';

const root = mkdtempSync(join(tmpdir(), 'bench-units-'));
afterAll(() => rmSync(root, { recursive: true }));
const path = (name: string): string => join(root, name);
let state = '';
beforeEach(() => void (state = mkdtempSync(join(root, 'state'))));

async function good(...words: string[]): Promise<RanJson> {
  const ran = await commandLine(['--json', ...words], { TRUST_BENCH_STATE_DIR: state === '' ? path('first') : state });
  expect(ran.code, ran.err).toBe(0);
  return { ...ran, json: ran.out.trim() === '' ? undefined : JSON.parse(ran.out) };
}

/** Makes a new chip with its own identity. */
function newChip(nth: number): string {
  const { name, objects } = profiles['trust-m-v3'];
  const uid = objects['e0c2']?.data ?? '';
  const file = join(state, `chip-${nth}`);
  writeFileSync(file, JSON.stringify({ version: 1, profile: name, objects: { ...objects, e0c2: { ...objects['e0c2'], data: uid.slice(0, 38) + nth.toString(16).padStart(4, '0') + uid.slice(42) } } }));
  return file;
}
const memory = (chip: string): ChipState['objects'] => (JSON.parse(readFileSync(chip, 'utf8')) as ChipState).objects;

interface Result {
  readonly result: string;
  readonly code?: string;
  readonly why?: string;
  readonly serial?: string;
  readonly certificate?: { readonly subject: string; readonly fingerprint: string };
}

async function unit(job: string, chip: string, words: readonly string[] = [], faults = ''): Promise<Result> {
  const ran = await commandLine(['--port', `simulated:trust-m-v3@${chip}`, '--json', 'job', 'run', '--job', job, ...words], { TRUST_BENCH_STATE_DIR: state, TRUST_BENCH_SIM_FAULTS: faults });
  const last = ran.out.trim().split('\n').at(-1) ?? '';
  return JSON.parse(last === '' ? `{"result":${JSON.stringify(ran.err)}}` : last) as Result;
}

const derHex = (pem: string): string => Buffer.from(readFileSync(pem, 'utf8').replace(/-----[^-]+-----|\s/g, ''), 'base64').toString('hex');

// A sample's plan: anchor with lock, key update, certificate, proof; then pairs for three units.
beforeAll(async () => {
  for (const name of ['integrity', 'device']) await good('keys', 'new', '--algorithm', 'secp256r1', '--out', path(`${name}.pem`), '--certificate', path(`${name}-cert.pem`), '--subject', `CN=${name}`);
  mkdirSync(path('pairs'));
  for (const nth of [1, 2, 10]) await good('keys', 'new', '--algorithm', 'secp256r1', '--out', path(`pairs/dev ${nth}.pem`), '--certificate', path(`pairs/dev ${nth} cert.pem`), '--subject', `CN=dev ${nth}`);
  const set = await good('dataset', 'build', 'payload_version=1', 'trust_anchor_oid=E0E3', 'target_oid=E0F1', `priv_key=${path('integrity.pem')}`, 'payload_type=key', 'key_algo=3', 'key_usage=10', `key_data=${path('device.pem')}`);
  await good('--port', 'simulated', 'prepare', '--target', 'e0f1', '--anchor', 'e0e3', '--anchor-certificate', path('integrity-cert.pem'), '--lock-anchor', '--update', 'data', '--yes-lock', 'e0e3', '--dry-run', '--plan-out', path('prepared.json'));
  const prepared = JSON.parse(readFileSync(path('prepared.json'), 'utf8')) as { steps: object[] };
  const der = derHex(path('device-cert.pem'));
  const steps = [
    ...prepared.steps,
    { id: 'certificate', kind: 'write-object', object: '0xE0E1', content: { inline: der }, what: 'device certificate' },
    { id: 'key', kind: 'send-data-set', target: '0xE0F1', manifest: set.json.manifest as string, fragments: { inline: (set.json.fragments as string[]).join('') } },
    { id: 'proof', kind: 'prove-key', key: '0xE0F1', certificate: der },
  ];
  writeFileSync(path('plan.json'), JSON.stringify({ ...prepared, confirmed: undefined, steps }));
  const inChip = [
    { id: 'made', kind: 'generate-key', key: '0xE0F2', algorithm: 'secp256r1', usage: 0x10, overwrite: false },
    { id: 'mark', kind: 'write-object', object: '0xF1D0', content: { inline: '30' }, what: 'chip id' },
  ];
  writeFileSync(path('in-chip.json'), JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'Keys made in the chip', steps: inChip }));
});

/** Makes, signs and trusts a job. */
async function released(plan: string, ...words: string[]): Promise<string> {
  const [job, key] = [path(`${Math.random().toString(36).slice(2)}.tbjob`), path('release.pem')];
  await good('job', 'make', '--from', path(plan), '--out', job, '--family', 'v3', ...words);
  if (!existsSync(key)) {
    writeFileSync(key, opensslText('genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256'));
    writeFileSync(path('release.pub'), opensslText('pkey -pubout', readFileSync(key, 'utf8')));
  }
  await good('job', 'sign', job, '--signer', key);
  await good('job', 'trust', path('release.pub'));
  return job;
}
const pairs = ['--yes-lock', 'e0e3', '--vary', `certificate=pairs:${path('pairs')}`, '--vary', `key=pairs:${path('pairs')},signer:${path('integrity.pem')}`, '--vary', `proof=pairs:${path('pairs')}`];

describe('pairs of a folder', () => {
  it('each unit gets the next pair, proved with its own certificate; then none is left', async () => {
    const job = await released('plan.json', ...pairs);
    for (const [nth, subject] of [[1, 'CN=dev 1'], [2, 'CN=dev 2'], [3, 'CN=dev 10']] as const) {
      const chip = newChip(nth);
      const done = await unit(job, chip);
      expect(done).toMatchObject({ result: 'pass', certificate: { subject } });
      const der = derHex(path(`pairs/${subject.slice(3)} cert.pem`));
      expect(memory(chip)['e0e1']?.data, 'the certificate of this unit is in the chip').toContain(inMemory(der));
    }
    const fourth = newChip(4);
    const before = readFileSync(fourth, 'utf8');
    expect(await unit(job, fourth)).toMatchObject({ result: 'refused', code: 'job/no-value' });
    expect(JSON.parse(readFileSync(fourth, 'utf8')).objects.e0e1).toEqual(JSON.parse(before).objects.e0e1);
    const report = await good('job', 'report', '--job', job, '--as', 'json');
    expect(report.json).toMatchObject({ passed: 3, failed: 0, open: 0 });
    expect(report.json.units.at(-1)).toMatchObject({ result: 'refused', code: 'job/no-value' });
  });

  it('a unit that failed keeps its pair, and goes on from what its chip holds', async () => {
    const job = await released('plan.json', ...pairs);
    const chip = newChip(1);
    expect(await unit(job, chip, [], 'unplug@SetObjectProtected:before')).toMatchObject({ result: 'fail', code: expect.stringMatching(/^link\//) });
    expect(await unit(job, newChip(2))).toMatchObject({ result: 'pass', certificate: { subject: 'CN=dev 2' } });
    expect(await unit(job, chip)).toMatchObject({ result: 'pass', certificate: { subject: 'CN=dev 1' } });
    expect(memory(chip)['e0e3']?.metadata).toContain('c00107');
  });

  it('three tries, then it is kept apart', async () => {
    const job = await released('plan.json', ...pairs);
    const chip = newChip(1);
    for (let nth = 0; nth < 3; nth++) expect(await unit(job, chip, [], 'unplug@SetObjectProtected:before')).toMatchObject({ result: 'fail' });
    expect(await unit(job, chip)).toMatchObject({ result: 'check', code: 'job/three-fails' });
    const report = await good('job', 'report', '--job', job, '--as', 'json');
    expect(report.json).toMatchObject({ passed: 0, failed: 0, toCheck: 1 });
  });

  it('the link is lost after the lock: to check, and the next try finds all done and proves it', async () => {
    const job = await released('plan.json', ...pairs);
    const chip = newChip(1);
    const lost = await unit(job, chip, [], 'unplug@SetDataObject#5:after');
    expect([lost.result, memory(chip)['e0e3']?.metadata.includes('c00107')]).toEqual(['check', true]);
    expect(await unit(job, chip)).toMatchObject({ result: 'pass' });
  });
});

describe('other sources', () => {
  it('pairs whose data sets are encrypted with the secret that the plan writes', async () => {
    writeFileSync(path('secret.txt'), '5a'.repeat(32));
    await good('--port', 'simulated', 'prepare', '--target', 'e0f1', '--anchor', 'e0e3', '--anchor-certificate', path('integrity-cert.pem'), '--update', 'data', '--secret-id', 'f1d1', '--secret', path('secret.txt'), '--dry-run', '--plan-out', path('with-secret.json'));
    const set = await good('dataset', 'build', 'payload_version=1', 'trust_anchor_oid=E0E3', 'target_oid=E0F1', `priv_key=${path('integrity.pem')}`, 'payload_type=key', 'key_algo=3', 'key_usage=10', `key_data=${path('device.pem')}`, `secret=${path('secret.txt')}`, 'secret_oid=F1D1', 'label=Confidentiality');
    const prepared = JSON.parse(readFileSync(path('with-secret.json'), 'utf8')) as { steps: object[] };
    const send = { id: 'key', kind: 'send-data-set', target: '0xE0F1', manifest: set.json.manifest as string, fragments: { inline: (set.json.fragments as string[]).join('') } };
    writeFileSync(path('encrypted.json'), JSON.stringify({ ...prepared, confirmed: undefined, steps: [...prepared.steps, send, { id: 'proof', kind: 'prove-key', key: '0xE0F1', certificate: derHex(path('device-cert.pem')) }] }));
    const job = await released('encrypted.json', '--material', `${path('secret.txt')}=${path('secret.txt')}`, '--vary', `key=pairs:${path('pairs')},signer:${path('integrity.pem')}`, '--vary', `proof=pairs:${path('pairs')}`);
    const chip = newChip(1);
    expect(await unit(job, chip)).toMatchObject({ result: 'pass', certificate: { subject: 'CN=dev 1' } });
    expect(memory(chip)['f1d1']?.data).toBe('5a'.repeat(32));
    const left = readFileSync(job, 'utf8') + readdirSync(join(state, 'journal')).filter((name) => name.endsWith('.jsonl')).map((name) => readFileSync(join(state, 'journal', name), 'utf8')).join('');
    const { d = '' } = createPrivateKey(readFileSync(path('pairs/dev 1.pem'))).export({ format: 'jwk' });
    for (const secret of [Buffer.from('5a'.repeat(32), 'hex'), Buffer.from(d, 'base64url')]) for (const form of ['hex', 'base64', 'base64url'] as const) expect(left).not.toContain(secret.toString(form));
  });

  it('ready data sets: each unit gets its own, and none twice', async () => {
    mkdirSync(path('sets'));
    for (const nth of [1, 2]) {
      const set = await good('dataset', 'build', 'payload_version=1', 'trust_anchor_oid=E0E3', 'target_oid=E0F1', `priv_key=${path('integrity.pem')}`, 'payload_type=key', 'key_algo=3', 'key_usage=10', `key_data=${path(`pairs/dev ${nth}.pem`)}`);
      writeFileSync(path(`sets/${nth}.json`), JSON.stringify(set.json));
    }
    const whole = JSON.parse(readFileSync(path('plan.json'), 'utf8')) as { steps: { id: string }[] };
    writeFileSync(path('sets.plan.json'), JSON.stringify({ ...whole, steps: whole.steps.filter(({ id }) => !['certificate', 'proof'].includes(id)) }));
    const job = await released('sets.plan.json', '--yes-lock', 'e0e3', '--vary', `key=data-sets:${path('sets')}`);
    const [one, two, three] = [newChip(1), newChip(2), newChip(3)];
    expect([await unit(job, one), await unit(job, two)]).toMatchObject([{ result: 'pass' }, { result: 'pass' }]);
    expect(memory(one)['e0f1']?.key).not.toEqual(memory(two)['e0f1']?.key);
    expect(await unit(job, three)).toMatchObject({ result: 'refused', code: 'job/no-value' });
  });

  it('a key that each chip makes, and the chip id', async () => {
    const job = await released('in-chip.json', '--vary', 'made=key-in-chip', '--vary', 'mark=chip-id');
    const [one, two] = [newChip(1), newChip(2)];
    expect([await unit(job, one), await unit(job, two)]).toMatchObject([{ result: 'pass' }, { result: 'pass' }]);
    expect(Buffer.from(memory(one)['f1d0']?.data ?? '', 'hex').toString()).toMatch(/^[0-9A-F]{20}$/);
    expect(memory(one)['f1d0']?.data).not.toBe(memory(two)['f1d0']?.data);
    expect(memory(one)['e0f2']?.key).not.toEqual(memory(two)['e0f2']?.key);
  });
});

describe('the quantity', () => {
  it('two processes with one unit left: one passes, the other chip is unchanged', async () => {
    const job = await released('in-chip.json', '--vary', 'made=key-in-chip', '--quantity', '1');
    const chips = [newChip(1), newChip(2)];
    const results = await Promise.all(
      chips.map(
        (chip) =>
          new Promise<Result>((resolve) => {
            const child = spawn(process.execPath, [join(import.meta.dirname, '..', '..', 'dist', 'cli.js'), '--port', `simulated:trust-m-v3@${chip}`, '--json', 'job', 'run', '--job', job], { env: { ...process.env, TRUST_BENCH_STATE_DIR: state }, stdio: ['ignore', 'pipe', 'inherit'] });
            let out = '';
            child.stdout.on('data', (chunk: Buffer) => void (out += chunk.toString()));
            child.once('close', () => resolve(JSON.parse(out.trim().split('\n').at(-1) ?? '{}') as Result));
          }),
      ),
    );
    expect(results.map(({ result }) => result).sort()).toEqual(['pass', 'refused']);
    expect(results.find(({ result }) => result === 'refused')).toMatchObject({ code: 'job/quantity-used' });
    expect(chips.filter((chip) => memory(chip)['e0f2']?.key !== undefined).length).toBe(1);
  });
});
