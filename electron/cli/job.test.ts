import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { newJobFile, encodeJobFile } from '../../core/job/jobFile.ts';
import { sampleJob } from '../../core/job/testing/sampleJob.ts';
import type { Job } from '../../core/job/job.ts';
import { opensslText } from '../../core/keys/testing/openssl.ts';
import { testStation } from './testing/commandLine.ts';

const station = testStation();
const cli = (...words: string[]) => station.runOn('', ...words);
/** A job that is valid whenever the test runs. */
const today: Job = { ...sampleJob, issuedAt: '2026-11-01T00:00:00Z', validFrom: undefined, validUntil: undefined, materials: [] };

/** Makes a job in the test's folder, a release key and its public part. */
function files(job: Job = today): { readonly job: string; readonly key: string; readonly trusted: string } {
  const [path, key, trusted] = [station.path('a.tbjob'), station.path('key.pem'), station.path('public.pem')];
  writeFileSync(path, encodeJobFile(newJobFile(job)));
  const pem = opensslText('genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256');
  writeFileSync(key, pem);
  writeFileSync(trusted, opensslText('pkey -pubout', pem));
  return { job: path, key, trusted };
}

const codes = (json: { readonly problems: readonly { readonly code: string }[] }): string[] => json.problems.map(({ code }) => code);

describe('job sign, trust and verify', () => {
  it('a job that nobody signed, then one of a stranger, then a trusted one', async () => {
    const { job, key, trusted } = files();
    const unsigned = await cli('job', 'verify', job);
    expect([unsigned.code, codes(unsigned.json), unsigned.json.valid]).toEqual([1, ['job/not-signed'], false]);
    const signed = await cli('job', 'sign', job, '--signer', key);
    expect([signed.code, signed.json]).toEqual([0, { id: today.id, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/), signatures: 1 }]);
    const stranger = await cli('job', 'verify', job);
    expect([stranger.code, codes(stranger.json), stranger.json.signedBy]).toEqual([1, ['job/signer-not-trusted'], [{ fingerprint: signed.json.fingerprint, trusted: false, state: 'stranger' }]]);
    const trust = await cli('job', 'trust', trusted);
    expect([trust.code, trust.json]).toEqual([0, { fingerprint: signed.json.fingerprint, name: 'public.pem', trusted: true }]);
    const good = await cli('job', 'verify', job);
    expect([good.code, good.json]).toEqual([0, { id: today.id, title: 'Sensor nodes', revision: 1, valid: true, signedBy: [{ fingerprint: signed.json.fingerprint, trusted: true, state: 'valid' }], problems: [], notes: [] }]);
    const list = await cli('job', 'trust', '--list');
    expect(list.json).toMatchObject([{ fingerprint: signed.json.fingerprint, name: 'public.pem', algorithm: 'NIST P-256' }]);
    expect((await cli('job', 'trust', trusted, '--remove')).json).toEqual({ fingerprint: signed.json.fingerprint, name: 'public.pem', trusted: false });
    expect([(await cli('job', 'verify', job)).code, (await cli('job', 'trust', '--list')).json]).toEqual([1, []]);
  });

  it('one byte changed', async () => {
    const { job, key, trusted } = files();
    await cli('job', 'sign', job, '--signer', key);
    await cli('job', 'trust', trusted);
    writeFileSync(job, readFileSync(job, 'utf8').replace('"quantity": 200', '"quantity": 201'));
    const verified = await cli('job', 'verify', job);
    expect([verified.code, codes(verified.json), verified.json.signedBy[0].state]).toEqual([1, ['job/changed'], 'wrong']);
  });

  it.each([
    ['expired', { validUntil: '2026-11-02T00:00:00Z' }, 'job/expired'],
    ['not yet valid', { validFrom: '2999-01-01T00:00:00Z' }, 'job/not-yet-valid'],
    ['without its secret', { materials: [{ name: 'shared secret', bytes: 32 }] }, 'job/source-missing'],
  ])('%s', async (_, change, code) => {
    const { job, key, trusted } = files({ ...today, ...change });
    await cli('job', 'sign', job, '--signer', key);
    await cli('job', 'trust', trusted);
    const verified = await cli('job', 'verify', job);
    expect([verified.code, codes(verified.json)]).toEqual([1, [code]]);
  });

  it('an older revision and a withdrawn job', async () => {
    const { job, key, trusted } = files({ ...today, revision: 2 });
    await cli('job', 'sign', job, '--signer', key);
    await cli('job', 'trust', trusted);
    expect((await cli('job', 'verify', job)).code).toBe(0);
    const second = readFileSync(job);
    writeFileSync(job, encodeJobFile(newJobFile(today)));
    await cli('job', 'sign', job, '--signer', key);
    expect(codes((await cli('job', 'verify', job)).json)).toEqual(['job/older-revision']);
    writeFileSync(job, second);
    expect((await cli('job', 'withdraw', job)).json).toEqual({ id: today.id, title: 'Sensor nodes', withdrawn: true });
    expect(codes((await cli('job', 'verify', job)).json)).toEqual(['job/withdrawn']);
  });

  const changed = (change: (job: Record<string, unknown>) => void) => (text: string): string => {
    const file = JSON.parse(text) as { job: Record<string, unknown> };
    change(file.job);
    return JSON.stringify(file);
  };
  it.each([
    ['a name twice', (text: string) => text.replace('"quantity": 200', '"quantity": 1, "quantity": 200'), 'job/not-a-job'],
    ['a float', (text: string) => text.replace('"quantity": 200', '"quantity": 200.0'), 'job/not-a-job'],
    ['2^53 + 1', (text: string) => text.replace('"quantity": 200', '"quantity": 9007199254740993'), 'job/not-a-job'],
    ['half a surrogate pair', (text: string) => text.replace('Sensor nodes', '\\ud800'), 'job/not-a-job'],
    ['an unknown field', changed((job) => (job['colour'] = 'red')), 'job/not-a-job'],
    ['a newer version with an unknown field', changed((job) => Object.assign(job, { version: 2, colour: 'red' })), 'job/newer-version'],
    ['a source of a later version', changed((job) => (job['varies'] = [{ step: 'serial', source: { kind: 'reel', file: 'r.7z' } }])), 'job/not-in-this-version'],
  ])('%s: no command takes the file', async (_, change, code) => {
    const { job, key } = files();
    writeFileSync(job, change(readFileSync(job, 'utf8')));
    for (const words of [['verify', job], ['show', job], ['withdraw', job], ['sign', job, '--signer', key]]) {
      expect([words[0], (await cli('job', ...words)).json.error?.code]).toEqual([words[0], code]);
    }
  });

  it.each([
    ['none', ''],
    ['HS256', 'AAAA'],
  ])('a signature with the algorithm %s', async (alg, signature) => {
    const { job, key, trusted } = files();
    await cli('job', 'sign', job, '--signer', key);
    await cli('job', 'trust', trusted);
    const file = JSON.parse(readFileSync(job, 'utf8')) as { signatures: { protected: string; signature: string }[] };
    const [first] = file.signatures as [{ protected: string; signature: string }];
    const header = JSON.parse(Buffer.from(first.protected, 'base64url').toString()) as object;
    file.signatures = [{ protected: Buffer.from(JSON.stringify({ ...header, alg })).toString('base64url'), signature: signature === '' ? first.signature : signature }];
    writeFileSync(job, JSON.stringify(file));
    const verified = await cli('job', 'verify', job);
    expect([verified.code, codes(verified.json), verified.json.signedBy[0].state]).toEqual([1, ['job/bad-signature'], 'refused']);
  });

  it('a key with a password', async () => {
    const { job, key } = files();
    writeFileSync(key, opensslText('pkcs8 -topk8 -v2 aes-256-cbc -passout pass:secret', readFileSync(key)));
    expect((await cli('job', 'sign', job, '--signer', key)).json).toMatchObject({ error: { code: 'key/encrypted' } });
  });

  it('what cannot sign or be trusted is refused', async () => {
    const { job, key, trusted } = files();
    expect((await cli('job', 'trust', key)).json).toMatchObject({ error: { code: 'job/no-public-key' } });
    expect(await cli('job', 'trust')).toMatchObject({ code: 2, json: { error: { code: 'usage/bad-option' } } });
    expect(await cli('job', 'trust', trusted, '--list')).toMatchObject({ code: 2 });
    expect((await cli('job', 'trust', trusted, '--remove')).json).toMatchObject({ error: { code: 'job/not-trusted-yet' } });
    writeFileSync(key, opensslText('genpkey -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1'));
    expect((await cli('job', 'sign', job, '--signer', key)).json).toMatchObject({ error: { code: 'job/signer-algorithm' } });
    expect((await cli('job', 'sign', key, '--signer', key)).json).toMatchObject({ error: { code: 'job/not-a-job' } });
  });
});

it('job show says the job in words, whoever signed it', async () => {
  const { job } = files({ ...today, issuedBy: 'A. Engineer', materials: [{ name: 'shared secret', bytes: 32 }], proof: { unproved: ['secret'] } });
  const shown = await cli('job', 'show', job);
  expect(shown.json).toEqual({ job: (JSON.parse(readFileSync(job, 'utf8')) as { job: unknown }).job, signatures: [] });
});

it('a certificate without a subject is trusted under the name of its file', async () => {
  const { trusted, key } = files();
  writeFileSync(trusted, opensslText('req -x509 -key @0 -subj / -days 30', '', [readFileSync(key)]));
  expect((await cli('job', 'trust', trusted)).json).toMatchObject({ name: 'public.pem' });
  expect((await cli('job', 'trust', '--list')).json).toMatchObject([{ name: 'public.pem' }]);
});
