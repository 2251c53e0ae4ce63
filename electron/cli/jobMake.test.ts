import { createPrivateKey } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commandLine, type RanJson } from './testing/commandLine.ts';

const folder = mkdtempSync(join(tmpdir(), 'bench-job-'));
const path = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

async function cli(...words: string[]): Promise<RanJson> {
  const ran = await commandLine(['--json', ...words], { TRUST_BENCH_STATE_DIR: folder });
  return { ...ran, json: ran.out.trim() === '' ? undefined : JSON.parse(ran.out) };
}
const good = async (...words: string[]): Promise<RanJson> => {
  const ran = await cli(...words);
  expect(ran.code, ran.err).toBe(0);
  return ran;
};

interface PlanJson {
  steps: Record<string, unknown>[];
}
const plan = (): PlanJson => JSON.parse(readFileSync(path('plan.json'), 'utf8')) as PlanJson;
/** The job that the last `job make` made. */
// eslint-disable-next-line -- tests look into any shape
const made = (name = 'a.tbjob'): any => (JSON.parse(readFileSync(path(name), 'utf8')) as { job: unknown }).job;
const make = (...words: string[]): Promise<RanJson> => cli('job', 'make', '--from', path('plan.json'), '--out', path('a.tbjob'), ...words);
const fresh = (...words: string[]): Promise<RanJson> => make('--family', 'v3', '--yes-lock', 'e0e3', ...words);

const secret = 'a5'.repeat(32);

// The plan of a sample chip: anchor with lock, encrypted key update of the device, its certificate, a serial number, proof.
beforeAll(async () => {
  for (const name of ['integrity', 'device']) await good('keys', 'new', '--algorithm', 'secp256r1', '--out', path(`${name}.pem`), '--certificate', path(`${name}-cert.pem`), '--subject', `CN=${name}`);
  writeFileSync(path('secret.txt'), secret);
  const set = await good('dataset', 'build', 'payload_version=1', 'trust_anchor_oid=E0E3', 'target_oid=E0F1', `priv_key=${path('integrity.pem')}`, 'payload_type=key', 'key_algo=3', 'key_usage=10', `key_data=${path('device.pem')}`);
  const bare = await good('--port', 'simulated', 'prepare', '--target', 'e0f1', '--anchor', 'e0e3', '--anchor-certificate', path('integrity-cert.pem'), '--lock-anchor', '--update', 'data', '--yes-lock', 'e0e3', '--dry-run', '--plan-out', path('prepared.json'));
  expect(bare.json.rehearsal.verdict).toBe('passed');
  const prepared = JSON.parse(readFileSync(path('prepared.json'), 'utf8')) as PlanJson & { confirmed?: unknown };
  const der = Buffer.from(readFileSync(path('device-cert.pem'), 'utf8').replace(/-----[^-]+-----|\s/g, ''), 'base64').toString('hex');
  const steps = [
    ...prepared.steps,
    { id: 'serial', kind: 'write-object', object: '0xF1D0', content: { inline: Buffer.from('SN-0000').toString('hex') }, what: 'serial number' },
    { id: 'secret', kind: 'write-object', object: '0xF1D4', content: { inline: secret }, what: 'shared secret' },
    { id: 'secret type', kind: 'write-metadata', object: '0xF1D4', changes: '2006e80123d101ff', purpose: 'becomes a secret that nobody can read' },
    { id: 'key', kind: 'send-data-set', target: '0xE0F1', manifest: set.json.manifest as string, fragments: { inline: (set.json.fragments as string[]).join('') } },
    { id: 'certificate', kind: 'write-object', object: '0xE0E1', content: { inline: der }, what: 'device certificate' },
    { id: 'proof', kind: 'prove-key', key: '0xE0F1', certificate: der },
  ];
  writeFileSync(path('whole.json'), JSON.stringify({ ...prepared, confirmed: undefined, steps }));
});
beforeEach(() => {
  cpSync(path('whole.json'), path('plan.json'));
  rmSync(path('a.tbjob'), { force: true });
});

describe('job make', () => {
  it('takes from the rehearsal what a chip must be like and what is expected of each step', async () => {
    const ran = await fresh('--title', 'Sensor nodes', '--quantity', '200', '--valid-from', '2026-12-01', '--until', '2026-12-31');
    expect(ran.code, ran.err).toBe(0);
    const job = made();
    expect(ran.json).toMatchObject({ id: job.id, title: 'Sensor nodes', revision: 1, irreversible: ['0xE0E3'], verdict: 'passed' });
    expect(ran.json.steps.map((step: { id: string; expected: string }) => [step.id, step.expected])).toEqual(plan().steps.map(({ id }) => [id, 'needed']));
    expect(job).toMatchObject({ format: 'trust-bench-job', version: 1, quantity: 200, validFrom: '2026-12-01T00:00:00Z', validUntil: '2026-12-31T23:59:59Z', chip: { family: 'trust-m-v3', profile: 'trust-m-v3' }, confirmed: ['0xE0E3'], varies: [] });
    const anchor = job.states.find(({ object }: { object: string }) => object === '0xE0E3');
    expect(anchor.before).toMatch(/^20.*c00101/);
    // The object becomes a trust anchor and is then locked. The used size is not in the metadata.
    expect(anchor.after.map((state: string) => [state.includes('e80111'), state.includes('c00107')])).toEqual(expect.arrayContaining([[true, false], [true, true]]));
    expect(JSON.stringify(job.states)).not.toMatch(/c502/);
    expect(job.publicParts.map(({ what, object }: { what: string; object: string }) => [what, object])).toEqual(expect.arrayContaining([['device certificate', '0xE0E1'], ['serial number', '0xF1D0']]));
  });

  it('no secret of the plan is in it, in any form', async () => {
    await fresh();
    const text = readFileSync(path('a.tbjob'), 'utf8').toLowerCase();
    const { d } = createPrivateKey(readFileSync(path('device.pem'))).export({ format: 'jwk' });
    const scalar = Buffer.from(d as string, 'base64url');
    for (const bytes of [scalar, Buffer.from(secret, 'hex'), createPrivateKey(readFileSync(path('device.pem'))).export({ format: 'der', type: 'pkcs8' })]) {
      for (const form of ['hex', 'base64', 'base64url'] as const) expect(text.includes(bytes.toString(form).toLowerCase()), form).toBe(false);
    }
    expect(text).not.toContain('private key');
    // Checks that the search below can find the texts at all.
    expect(text).toContain(Buffer.from('SN-0000').toString('hex'));
    expect(made().materials).toEqual([{ name: 'content of 0xF1D4', bytes: 32 }, { name: 'data set of key', bytes: expect.any(Number) }]);
  });

  it('what varies: pairs with a signer, a counted serial number', async () => {
    mkdirSync(path('pairs'), { recursive: true });
    const pairs = `pairs:${path('pairs')}`;
    const ran = await fresh('--vary', `key=${pairs},signer:${path('integrity.pem')}`, `certificate=${pairs}`, `proof=${pairs}`, 'serial=serial:counter:SN-0042');
    expect(ran.code, ran.err).toBe(0);
    const { varies, serial, materials, steps } = made();
    expect(varies).toEqual([
      { step: 'key', source: { kind: 'pairs', folder: 'pairs', signer: { file: 'integrity.pem', fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) } } },
      { step: 'certificate', source: { kind: 'pairs', folder: 'pairs' } },
      { step: 'proof', source: { kind: 'pairs', folder: 'pairs' } },
      { step: 'serial', source: { kind: 'serial' } },
    ]);
    expect(serial).toEqual({ from: 'counter', prefix: 'SN-', width: 4, first: 42 });
    expect(materials).toEqual([{ name: 'content of 0xF1D4', bytes: 32 }]);
    expect(steps.find(({ id }: { id: string }) => id === 'key').fragments).toEqual({ material: 'the data set of the unit', bytes: expect.any(Number) });
    writeFileSync(path('list.txt'), 'A-1\r\n\r\nA-2\n');
    expect((await fresh('--vary', 'serial=serial', '--serial', path('list.txt'))).code).toBe(0);
    expect(made().serial).toEqual({ from: 'list', values: ['A-1', 'A-2'] });
    expect((await fresh('--vary', 'serial=chip-id', 'key=fixed')).code).toBe(0);
    expect([made().varies, made().serial]).toEqual([[{ step: 'serial', source: { kind: 'chip-id' } }], undefined]);
  });

  it('the next revision of a job', async () => {
    const first = await fresh('--follows', '00000000-0000-4000-8000-000000000001');
    cpSync(path('a.tbjob'), path('first.tbjob'));
    expect(made().follows).toEqual(['00000000-0000-4000-8000-000000000001']);
    expect((await fresh('--revises', path('first.tbjob'))).json).toMatchObject({ id: first.json.id, revision: 2 });
    expect((await fresh('--id', first.json.id as string, '--revision', '7')).json).toMatchObject({ id: first.json.id, revision: 7 });
  });

  it('on the twin of a sample chip: that chip\'s state is what is expected, and nothing is sent', async () => {
    const port = `simulated:v3@${path('sample.state')}`;
    await good('--port', port, 'info');
    const before = readFileSync(path('sample.state'), 'utf8');
    const ran = await cli('--port', port, 'job', 'make', '--from', path('plan.json'), '--out', path('a.tbjob'), '--yes-lock', 'e0e3');
    expect(ran.code, ran.err).toBe(0);
    expect(readFileSync(path('sample.state'), 'utf8')).toBe(before);
    expect(made().chip).toEqual({ family: 'trust-m-v3' });
    await good('--port', port, 'object', 'write', '--id', 'f1d0', '--in', path('serial.txt'), '--as', 'text');
    const again = await cli('--port', port, 'job', 'make', '--from', path('plan.json'), '--out', path('a.tbjob'), '--yes-lock', 'e0e3');
    expect(again.err).toContain('warning: serial is done already on the sample: this job expects that of every chip');
    expect(made().expected).toContainEqual({ step: 'serial', state: 'done' });
  });
  beforeAll(() => writeFileSync(path('serial.txt'), 'SN-0000'));

  it('on the twin of the sample chip in a slot', async () => {
    const port = `simulated:v3@${path('in slot.state')}`;
    await good('slots', 'teach', '5', '--port', port, '--name', 'Sample');
    await good('--port', port, 'object', 'write', '--id', 'f1d0', '--in', path('serial.txt'), '--as', 'text');
    const before = readFileSync(path('in slot.state'), 'utf8');
    const ran = await cli('job', 'make', '--slot', 'sample', '--from', path('plan.json'), '--out', path('a.tbjob'), '--yes-lock', 'e0e3');
    expect(ran.code, ran.err).toBe(0);
    expect(readFileSync(path('in slot.state'), 'utf8')).toBe(before);
    // The chip of this slot contains this; a new chip does not.
    expect(made().expected).toContainEqual({ step: 'serial', state: 'done' });
    expect(made().chip).toEqual({ family: 'trust-m-v3' });
  });

  it('a plan that was made for one chip is released for all', async () => {
    expect(JSON.parse(readFileSync(path('plan.json'), 'utf8'))).toHaveProperty('chip');
    await fresh();
    expect(made()).not.toHaveProperty('chip.uid');
  });
});

describe('job make refuses', () => {
  it('what cannot be undone and was not typed, as other commands do', async () => {
    const ran = await make('--family', 'v3');
    expect([ran.code, ran.json.error.code]).toEqual([1, 'plan/not-confirmed']);
    expect((await make('--family', 'v3', '--yes-lock', 'e0e1')).json.error.code).toBe('plan/not-confirmed');
  });

  it('a lock by effect, too', async () => {
    const locked = plan();
    locked.steps.push({ id: 'closes', kind: 'write-metadata', object: '0xF1D7', changes: '2003c00107', purpose: 'is closed' });
    writeFileSync(path('plan.json'), JSON.stringify(locked));
    expect((await fresh()).json.error).toMatchObject({ code: 'plan/not-confirmed', message: expect.stringContaining('0xF1D7') as string });
    expect((await fresh('--yes-lock', 'e0e3', 'f1d7')).json.irreversible).toEqual(['0xE0E3', '0xF1D7']);
  });

  it('what the rehearsal refuses, with the chip\'s code', async () => {
    const refused = plan();
    refused.steps.push({ id: 'no', kind: 'write-object', object: '0xE0C2', content: { inline: '00' }, what: 'uid' });
    writeFileSync(path('plan.json'), JSON.stringify(refused));
    const ran = await fresh();
    expect([ran.code, ran.json.error.code]).not.toEqual([0, undefined]);
    expect(ran.code).toBe(4);
  });

  it.each([
    ['no sample', ['--yes-lock', 'e0e3'], 2, 'usage/bad-option'],
    ['a source of a later version', ['--family', 'v3', '--vary', 'serial=issuer:Factory'], 1, 'job/not-in-this-version'],
    ['a reel', ['--family', 'v3', '--vary', 'certificate=reel:r.7z'], 1, 'job/not-in-this-version'],
    ['a source that does not exist', ['--family', 'v3', '--vary', 'serial=clock'], 2, 'usage/bad-option'],
    ['a step that does not exist', ['--family', 'v3', '--vary', 'x=serial'], 2, 'usage/bad-option'],
    ['a serial number without a rule', ['--family', 'v3', '--yes-lock', 'e0e3', '--vary', 'serial=serial'], 1, 'job/cannot-release'],
    ['pairs without a signer', ['--family', 'v3', '--yes-lock', 'e0e3', '--vary', 'key=pairs:p'], 1, 'job/cannot-release'],
    ['the key of the unit with the certificate of the sample', ['--family', 'v3', '--yes-lock', 'e0e3', '--vary', `key=pairs:p,signer:${path('integrity.pem')}`], 1, 'job/cannot-release'],
    ['the certificate of the unit with the key of the sample', ['--family', 'v3', '--yes-lock', 'e0e3', '--vary', 'certificate=pairs:p'], 1, 'job/cannot-release'],
    ['a signer that is not there', ['--family', 'v3', '--vary', 'key=pairs:p,signer:nobody.pem'], 1, 'file/not-found'],
    ['a counter without a number', ['--family', 'v3', '--vary', 'serial=serial:counter:SN'], 2, 'usage/bad-option'],
    ['a day that does not exist', ['--family', 'v3', '--until', '2026-02-30'], 2, 'usage/bad-option'],
    ['an end before the beginning', ['--family', 'v3', '--yes-lock', 'e0e3', '--valid-from', '2026-12-02', '--until', '2026-12-01'], 1, 'job/cannot-release'],
    ['a family that does not exist', ['--family', 'v4'], 2, 'usage/bad-option'],
    ['an id without a revision', ['--family', 'v3', '--id', '00000000-0000-4000-8000-000000000001'], 2, 'usage/bad-option'],
  ])('%s', async (_, words, code, fault) => {
    const ran = await make(...words);
    expect([ran.code, ran.json.error.code]).toEqual([code, fault]);
    expect(() => readFileSync(path('a.tbjob'))).toThrow();
  });
});

it('made, signed, trusted: the station may run it once its secrets are beside it', async () => {
  await fresh('--vary', 'serial=chip-id');
  await good('keys', 'new', '--algorithm', 'secp256r1', '--out', path('release.pem'), '--certificate', path('release-cert.pem'), '--force');
  await good('job', 'sign', path('a.tbjob'), '--signer', path('release.pem'));
  await good('job', 'trust', path('release-cert.pem'));
  const missing = await cli('job', 'verify', path('a.tbjob'));
  expect([missing.code, missing.json.problems.map(({ code }: { code: string }) => code)]).toEqual([1, ['job/source-missing', 'job/source-missing']]);
  for (const name of ['content of 0xF1D4', 'data set of key']) writeFileSync(path(name), 'x');
  expect((await cli('job', 'verify', path('a.tbjob'))).json).toMatchObject({ valid: true, problems: [] });
});
