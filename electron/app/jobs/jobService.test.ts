import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job, JobFile } from '../../../core/job/job.ts';
import { newJobFile } from '../../../core/job/jobFile.ts';
import { signerFingerprint, signJob } from '../../../core/job/signature.ts';
import { sampleJob } from '../../../core/job/testing/sampleJob.ts';
import { encodePrivateKeyPem, generateKey } from '../../../core/keys/privateKey.ts';
import { opensslText } from '../../../core/keys/testing/openssl.ts';
import { seededRandom } from '../../../core/keys/testing/random.ts';
import { must } from '../../../core/result/result.ts';
import { openJournal } from '../../journal/openJournal.ts';
import { verifyFile } from '../../journal/verify.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';
import { JobService } from './jobService.ts';

const key = await generateKey('secp256r1', seededRandom('a'));
const stranger = await generateKey('secp256r1', seededRandom('b'));

let folder: string;
let clock: Date;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trust-bench-jobs-'));
  clock = new Date('2026-11-29T12:00:00Z');
  writeFileSync(join(folder, 'shared secret'), 'ab'.repeat(32));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const trustFile = (): string => join(folder, 'job-signers.json');
const journalFolder = (): string => join(folder, 'journal');
/** Opens the station's job service as a newly started program does. */
const station = (): JobService => JobService.in(folder, openJournal(folder, nodeRandomness, () => clock), () => clock);
const signed = async (change: Partial<Job> = {}, by = key): Promise<JobFile> => must(await signJob(newJobFile({ ...sampleJob, ...change }), keyFileSigner(by), 'signer.pem'));
const codes = async (file: JobFile): Promise<string[]> => (await station().admit(file, folder)).problems.map(({ code }) => code);
const trustKey = async (): Promise<void> => void must(await station().trust({ publicKey: key.publicKey }, 'release.pem'));
const lines = (): Record<string, unknown>[] =>
  readdirSync(journalFolder()).filter((name) => name.endsWith('.jsonl')).sort().flatMap((name) => readFileSync(join(journalFolder(), name), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>));

describe('trusted signers', () => {
  it('nobody is trusted at first; then the one that was named, after a restart too', async () => {
    expect(await codes(await signed())).toEqual(['job/signer-not-trusted']);
    await trustKey();
    expect(await codes(await signed())).toEqual([]);
    expect(await codes(await signed({}, stranger))).toEqual(['job/signer-not-trusted']);
    expect(must(await station().trusted())).toMatchObject([{ fingerprint: signerFingerprint(key.publicKey), name: 'release.pem', since: '2026-11-29T12:00:00.000Z' }]);
    if (process.platform !== 'win32') expect(statSync(trustFile()).mode & 0o777).toBe(0o600);
  });

  it('a removed signer is no longer trusted; the journal records both', async () => {
    await trustKey();
    must(await station().distrust({ publicKey: key.publicKey }));
    expect(await codes(await signed())).toEqual(['job/signer-not-trusted']);
    expect(await station().distrust({ publicKey: key.publicKey })).toMatchObject({ fault: { code: 'job/not-trusted-yet' } });
    const fingerprint = signerFingerprint(key.publicKey);
    expect(lines().filter(({ what }) => what === 'job-signer')).toMatchObject([{ fingerprint, name: 'release.pem', trusted: true }, { fingerprint, name: 'release.pem', trusted: false }]);
  });

  it.each([
    ['half a file', '{"version":1,"signers":['],
    ['nothing', ''],
    ['a newer version', '{"version":2,"signers":[]}'],
    ['a fingerprint of another key', JSON.stringify({ version: 1, signers: [{ publicKey: '3059', fingerprint: 'ab', name: 'x', since: 'y' }] })],
  ])('a list that is %s trusts nobody, says so each time, and is never replaced', async (_, text) => {
    await trustKey();
    writeFileSync(trustFile(), text);
    for (let time = 0; time < 2; time++) expect(await codes(await signed())).toEqual(['job/trust-unreadable', 'job/signer-not-trusted']);
    expect(await station().trust({ publicKey: stranger.publicKey }, 'x.pem')).toMatchObject({ fault: { code: 'job/trust-unreadable' } });
    expect(await station().distrust({ publicKey: key.publicKey })).toMatchObject({ fault: { code: 'job/trust-unreadable' } });
    expect(readFileSync(trustFile(), 'utf8')).toBe(text);
    expect(readdirSync(folder).filter((name) => name.startsWith('job-signers'))).toEqual(['job-signers.json']);
  });

  it('a key that may not sign jobs is not trusted', async () => {
    const weak = await generateKey('rsa1024', seededRandom('weak'));
    expect(await station().trust({ publicKey: weak.publicKey }, 'weak.pem')).toMatchObject({ fault: { code: 'job/signer-algorithm' } });
  });
});

describe('revisions and withdrawal', () => {
  it('an older revision is refused once a newer one was admitted, after a restart and on another day too', async () => {
    await trustKey();
    expect(await codes(await signed({ revision: 1 }))).toEqual([]);
    expect(await codes(await signed({ revision: 3 }))).toEqual([]);
    clock = new Date('2026-12-03T12:00:00Z');
    expect(await codes(await signed({ revision: 2 }))).toEqual(['job/older-revision']);
    expect(await codes(await signed({ revision: 3 }))).toEqual([]);
    expect(await codes(await signed({ revision: 1, id: '00000000-0000-4000-8000-000000000001' }))).toEqual([]);
    expect(lines().filter(({ what }) => what === 'job-seen')).toMatchObject([{ revision: 1, by: [signerFingerprint(key.publicKey)] }, { revision: 3 }, { revision: 1, job: '00000000-0000-4000-8000-000000000001' }]);
  });

  it('a revision that was not admitted counts for nothing', async () => {
    await trustKey();
    expect(await codes(await signed({ revision: 9 }, stranger))).toEqual(['job/signer-not-trusted']);
    expect(await codes(await signed({ revision: 9, validFrom: '2026-12-30T00:00:00Z' }))).toEqual(['job/not-yet-valid']);
    expect(await codes(await signed({ revision: 1 }))).toEqual([]);
  });

  it('a withdrawn job stays withdrawn in each revision', async () => {
    await trustKey();
    must(await station().withdraw(await signed()));
    must(await station().withdraw(await signed()));
    expect(await codes(await signed())).toEqual(['job/withdrawn']);
    expect(await codes(await signed({ revision: 2 }))).toEqual(['job/withdrawn']);
    expect(lines().filter(({ what }) => what === 'job-withdrawn').length).toBe(1);
  });

  it('a withdrawal cannot be removed from the journal unnoticed: neither by cutting the end, nor out of the middle, nor with its day', async () => {
    await trustKey();
    must(await station().withdraw(await signed()));
    const day = join(journalFolder(), '2026-11-29.jsonl');
    const whole = readFileSync(day, 'utf8');
    writeFileSync(day, `${whole.trim().split('\n').slice(0, -1).join('\n')}\n`);
    expect(await codes(await signed())).toEqual(['job/count-unknown']);
    expect(await verifyFile(day)).toMatchObject({ ok: false, fault: { code: 'journal/cut' } });
    writeFileSync(day, whole);
    clock = new Date('2026-11-30T12:00:00Z');
    await trustKey();
    expect(await codes(await signed())).toEqual(['job/withdrawn']);
    writeFileSync(day, `${whole.split('\n').filter((line) => !line.includes('job-withdrawn')).join('\n')}`);
    expect(await codes(await signed())).toEqual(['job/count-unknown']);
    rmSync(day);
    rmSync(join(journalFolder(), '2026-11-29.head.json'));
    expect(await codes(await signed())).toEqual(['job/count-unknown']);
  });

  it('a damaged day before the job was issued does not stop it', async () => {
    clock = new Date('2026-11-01T12:00:00Z');
    await trustKey();
    clock = new Date('2026-11-29T12:00:00Z');
    await trustKey();
    const day = join(journalFolder(), '2026-11-01.jsonl');
    writeFileSync(day, readFileSync(day, 'utf8').replace('release.pem', 'xelease.pem'));
    expect(await codes(await signed({ issuedAt: '2026-11-01T10:00:00Z' }))).toEqual(['job/count-unknown']);
    expect(await codes(await signed({ issuedAt: '2026-11-20T10:00:00Z', validFrom: undefined }))).toEqual([]);
  });
});

describe('the sources of a job', () => {
  const pairs = (fingerprint: string): Partial<Job> => ({
    steps: [...sampleJob.steps, { id: 'set', kind: 'send-data-set', target: sampleJob.states[0]?.object as never, manifest: Uint8Array.of(0x84), fragments: { kind: 'inline', bytes: Uint8Array.of(1) } }],
    expected: [...sampleJob.expected, { step: 'set', state: 'needed' }],
    varies: [{ step: 'set', source: { kind: 'pairs', folder: 'pairs', signer: { file: 'keys/signer.pem', fingerprint } } }],
  });
  const fingerprint = signerFingerprint(stranger.publicKey);

  it('all that is missing is told', async () => {
    await trustKey();
    rmSync(join(folder, 'shared secret'));
    const { problems } = await station().admit(await signed(pairs(fingerprint)), folder);
    expect(problems.map((problem) => [problem.code, problem.code === 'job/source-missing' ? problem.data.source : ''])).toEqual([
      ['job/source-missing', 'pairs'],
      ['job/source-missing', 'keys/signer.pem'],
      ['job/source-missing', 'shared secret'],
    ]);
  });

  it('a key file must hold the key that the job names; one with a password is looked at when it is used', async () => {
    await trustKey();
    mkdirSync(join(folder, 'pairs'));
    mkdirSync(join(folder, 'keys'));
    expect((await station().admit(await signed(pairs(fingerprint)), folder)).problems.map(({ data }) => (data as { why: string }).why)).toEqual(['The folder is empty.', 'There is no file of this name.']);
    writeFileSync(join(folder, 'pairs', 'a.pem'), 'x');
    writeFileSync(join(folder, 'keys', 'signer.pem'), encodePrivateKeyPem(stranger));
    expect(await codes(await signed(pairs(fingerprint)))).toEqual([]);
    expect(await codes(await signed(pairs('00'.repeat(32))))).toEqual(['job/source-missing']);
    const locked = opensslText('pkcs8 -topk8 -v2 aes-256-cbc -passout pass:secret', encodePrivateKeyPem(stranger));
    writeFileSync(join(folder, 'keys', 'signer.pem'), locked);
    expect(await codes(await signed(pairs(fingerprint)))).toEqual([]);
  });
});
