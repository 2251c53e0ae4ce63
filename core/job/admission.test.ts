import { describe, expect, it } from 'vitest';
import { generateKey } from '../keys/privateKey.ts';
import { checkHere } from '../keys/signer.ts';
import { seededRandom } from '../keys/testing/random.ts';
import { testSigner } from '../keys/testing/testSigner.ts';
import { fault } from '../result/fault.ts';
import { must } from '../result/result.ts';
import { judgeJob, type StationKnows } from './admission.ts';
import type { Job, JobFile } from './job.ts';
import { newJobFile } from './jobFile.ts';
import { signerFingerprint, signJob } from './signature.ts';
import { sampleJob } from './testing/sampleJob.ts';

const [key, other] = [await generateKey('secp256r1', seededRandom('a')), await generateKey('secp256r1', seededRandom('b'))];
const signed = async (change: Partial<Job> = {}, by = [key]): Promise<JobFile> => {
  let file = newJobFile({ ...sampleJob, ...change });
  for (const one of by) file = must(await signJob(file, testSigner(one), 'signer.pem'));
  return file;
};
const station: StationKnows = { trusted: [key.publicKey], check: checkHere, now: new Date('2026-12-01T12:00:00Z'), revision: 0, withdrawn: false };
const codes = (file: JobFile, knows: Partial<StationKnows> = {}): string[] => judgeJob(file, { ...station, ...knows }).problems.map(({ code }) => code);

describe('a station accepts a job', () => {
  it('that a trusted key signed, while the job is valid', async () => {
    expect(judgeJob(await signed(), station)).toEqual({ problems: [], notes: [], signatures: [{ state: 'valid', fingerprint: signerFingerprint(key.publicKey) }] });
  });

  it.each([
    ['at its first moment', '2026-11-28T00:00:00.000Z', []],
    ['before it', '2026-11-27T23:59:59.999Z', ['job/not-yet-valid']],
    ['in its last second', '2026-12-31T23:59:59.999Z', []],
    ['after it', '2027-01-01T00:00:00.000Z', ['job/expired']],
  ])('%s', async (_, now, expected) => {
    expect(codes(await signed(), { now: new Date(now) })).toEqual(expected);
  });

  it('without dates at any time', async () => {
    expect(codes(await signed({ validFrom: undefined, validUntil: undefined }), { now: new Date('1999-01-01T00:00:00Z') })).toEqual([]);
  });

  it('of the highest revision that the station has seen, or of a higher one', async () => {
    expect(codes(await signed({ revision: 3 }), { revision: 3 })).toEqual([]);
    expect(codes(await signed({ revision: 4 }), { revision: 3 })).toEqual([]);
    expect(codes(await signed({ revision: 2 }), { revision: 3 })).toEqual(['job/older-revision']);
  });

  it('only if it was not withdrawn', async () => {
    expect(codes(await signed({ revision: 9 }), { withdrawn: true })).toEqual(['job/withdrawn']);
  });

  it('with a bad signature beside a good one, and notes the bad one', async () => {
    const file = await signed({}, [key, other]);
    const spoilt = { ...file, json: file.json, signatures: [file.signatures[0] as (typeof file.signatures)[0], { ...(file.signatures[1] as (typeof file.signatures)[1]), signature: file.signatures[0]?.signature ?? '' }] };
    const { problems, notes } = judgeJob(spoilt, { ...station, trusted: [key.publicKey, other.publicKey] });
    expect([problems, notes.map(({ code }) => code)]).toEqual([[], ['job/changed']]);
    expect(judgeJob(spoilt, station)).toMatchObject({ problems: [], notes: [], signatures: [{ state: 'valid' }, { state: 'stranger' }] });
  });
});

describe('a station refuses a job', () => {
  it('that nobody signed', async () => {
    expect(codes(newJobFile(sampleJob))).toEqual(['job/not-signed']);
  });

  it('whose signer is not trusted, and names the fingerprint', async () => {
    const { problems } = judgeJob(await signed({}, [other]), station);
    expect(problems).toEqual([fault('job/signer-not-trusted', { job: 'Sensor nodes, revision 1 (7f3c1f7e-0d5b-4a52-9c53-3f1f0a2b4c5d)', fingerprints: [signerFingerprint(other.publicKey)] })]);
  });

  it('when the station trusts no signer', async () => {
    expect(codes(await signed(), { trusted: [] })).toEqual(['job/signer-not-trusted']);
  });

  it('that was changed after it was signed', async () => {
    const file = await signed();
    expect(codes({ ...file, json: { ...(file.json as object), quantity: 201 } })).toEqual(['job/changed']);
  });

  it('with a signature of another form, and lists all faults at once', async () => {
    const file = await signed({ revision: 1 });
    const odd = { ...file, signatures: [{ protected: 'e30', signature: 'AA' }] };
    expect(codes(odd, { now: new Date('2027-06-01T00:00:00Z'), revision: 2, withdrawn: true })).toEqual(['job/bad-signature', 'job/expired', 'job/withdrawn', 'job/older-revision']);
  });
});
