import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostCheck } from '../../signers/hostCheck.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import type { PlanView } from '../../../core/contract/plan.ts';
import type { RequestOf } from '../../../core/contract/operations.ts';
import { decodeJobFile } from '../../../core/job/jobFile.ts';
import type { JobFile } from '../../../core/job/job.ts';
import { signerFingerprint, verifySignatures } from '../../../core/job/signature.ts';
import { opensslText } from '../../../core/keys/testing/openssl.ts';
import { must } from '../../../core/result/result.ts';
import { identity, openProgram, type Identity, type TestProgram } from '../testing/program.ts';
import { givePairs, runPlan } from '../testing/provision.ts';
import { TrustStore } from './trustStore.ts';

let program: TestProgram;
let release: Identity;
let pairs: { device: Identity; integrity: Identity };
beforeEach(async () => {
  program = await openProgram();
  [release, pairs] = [await identity(), { device: await identity(), integrity: await identity() }];
  await program.ok('board/connect', { path: 'simulated' });
  await givePairs(program, pairs);
  await program.ok('wizard/answer', { lockAnchor: true, update: 'both' });
});
afterEach(() => program.close());

const typedAll = ({ steps }: PlanView): Record<string, string> => Object.fromEntries(steps.filter(({ undoable }) => !undoable).map(({ id, object }) => [id, object]));
const wish = async (plan: PlanView, change: Partial<RequestOf<'jobs/release'>> = {}): Promise<RequestOf<'jobs/release'>> => ({
  planId: plan.planId,
  title: 'Sensor nodes',
  quantity: 200,
  varies: [],
  confirmations: typedAll(plan),
  signer: await program.take('release.pem', release.keyPem),
  ...change,
});
const savedJob = (name = 'Sensor nodes.tbjob'): JobFile => must(decodeJobFile(utf8(program.saved(name)), name));

describe('"Make this a job"', () => {
  it('on a review: the steps with what can vary and what is irreversible; the job is signed and saved', async () => {
    const plan = await program.ok('plan/from-wizard', {});
    const draft = await program.ok('jobs/draft', { planId: plan.planId });
    expect(draft.chip).toBe('OPTIGA Trust M V3');
    expect(draft.steps.filter(({ irreversibleBecause }) => irreversibleBecause !== undefined).map(({ object }) => object)).toEqual(plan.steps.filter(({ undoable }) => !undoable).map(({ object }) => object));
    const sources = Object.fromEntries(draft.steps.map(({ id, sources: can }) => [id, can]));
    const sends = plan.steps.find(({ kind }) => kind === 'send-data-set')?.id as string;
    const proves = plan.steps.find(({ kind }) => kind === 'prove-key')?.id as string;
    expect([sources[sends], sources[proves]]).toEqual([['pairs', 'data-sets'], ['pairs']]);
    const certificate = plan.steps.find(({ object, kind }) => kind === 'write-object' && object === '0xE0E1')?.id as string;
    expect(draft.steps.filter(({ pair }) => pair).map(({ id }) => id).toSorted()).toEqual([sends, proves, certificate].toSorted());
    const pairSigner = { ticket: await program.take('integrity.pem', pairs.integrity.certificatePem), path: 'keys/integrity.pem' };
    const done = await program.ok('jobs/release', await wish(plan, { validUntil: '2099-12-31', pairSigner, varies: [sends, certificate, proves].map((step) => ({ step, kind: 'pairs', folder: 'pairs' }) as const), serial: { from: 'counter', first: 'SN-0007' } }));
    const file = savedJob();
    expect([done.name, done.id, done.fingerprint]).toEqual(['Sensor nodes.tbjob', file.job.id, signerFingerprint(release.key.publicKey)]);
    expect(verifySignatures(file, [release.key.publicKey], hostCheck)).toEqual([{ state: 'valid', fingerprint: done.fingerprint }]);
    expect(file.job).toMatchObject({ revision: 1, title: 'Sensor nodes', quantity: 200, validUntil: '2099-12-31T23:59:59Z', serial: { from: 'counter', prefix: 'SN-', width: 4, first: 7 } });
    expect(file.job.varies).toEqual([
      { step: sends, source: { kind: 'pairs', folder: 'pairs', signer: { file: 'keys/integrity.pem', fingerprint: signerFingerprint(pairs.integrity.key.publicKey) } } },
      { step: certificate, source: { kind: 'pairs', folder: 'pairs' } },
      { step: proves, source: { kind: 'pairs', folder: 'pairs' } },
    ]);
    const text = program.saved('Sensor nodes.tbjob');
    for (const { key } of [pairs.device, pairs.integrity, release]) expect(key.kind === 'ec' && key.secret.open((scalar) => text.includes(toHex(scalar)) || text.includes(Buffer.from(scalar).toString('base64')))).toBe(false);
  });

  it('on the report of a run: what is expected is what the sample needed before', async () => {
    const plan = await program.ok('plan/from-wizard', {});
    expect((await runPlan(program, plan)).state).toBe('finished');
    expect((await program.ok('jobs/draft', { planId: plan.planId })).steps.map(({ done }) => done)).not.toContain(true);
    await program.ok('jobs/release', await wish(plan));
    expect(savedJob().job.expected.every(({ state }) => state === 'needed')).toBe(true);
  });

  it('what is irreversible must be typed for the job', async () => {
    const plan = await program.ok('plan/from-wizard', {});
    expect((await program.fault('jobs/release', await wish(plan, { confirmations: {} }))).code).toBe('plan/not-confirmed');
    const [id = ''] = Object.keys(typedAll(plan));
    expect((await program.fault('jobs/release', await wish(plan, { confirmations: { ...typedAll(plan), [id]: '0xE0E1' } }))).code).toBe('plan/not-confirmed');
  });

  it('looks at a released job: in words, who signed it, and why this station does not run it yet', async () => {
    const { ticket, fingerprint } = await program.ok('jobs/release', await wish(await program.ok('plan/from-wizard', {})));
    const stranger = await program.ok('jobs/look', { ticket });
    expect(stranger).toMatchObject({ title: 'Sensor nodes', revision: 1, signers: [{ fingerprint, valid: false }] });
    expect(stranger.problems.map(({ code }) => code), 'its key material is not at this station').toEqual(['job/signer-not-trusted', 'job/source-missing']);
    expect(stranger.lines).toContain('units: 200');
    must(await new TrustStore(join(program.folder, 'state')).add({ publicKey: release.key.publicKey, fingerprint, name: 'Ada Ohm', since: '2026-11-01T00:00:00.000Z' }));
    expect(await program.ok('jobs/look', { ticket })).toMatchObject({ problems: [{ code: 'job/source-missing' }], notes: [], signers: [{ fingerprint, name: 'Ada Ohm', valid: true }] });
  });

  it('knows a job file by its content, also one with certificates or with damage; the job says what is wrong', async () => {
    await program.ok('jobs/release', await wish(await program.ok('plan/from-wizard', {})));
    const text = program.saved('Sensor nodes.tbjob');
    const content = async (name: string, of: string) => (await program.ok('files/take-text', { name, text: of })).content;
    expect(await content('x.txt', text)).toBe('job');
    expect(await content('x.txt', text.replace('{', '{"signatures":[],'))).toBe('job');
    expect(await content('x.txt', text.replace('"title"', '"note": "-----BEGIN CERTIFICATE-----", "title"'))).toBe('job');
    expect(await content('x.json', '{"jobs": []}')).toBe('unknown');
    const changed = await program.ok('files/take-text', { name: 'x.tbjob', text: text.replace('"quantity": 200', '"quantity": 201') });
    expect((await program.ok('jobs/look', { ticket: changed.ticket })).problems.map(({ code }) => code)).toEqual(['job/signer-not-trusted', 'job/source-missing']);
    const cut = await program.ok('files/take-text', { name: 'x.tbjob', text: text.slice(0, 500) });
    expect([cut.content, (await program.fault('jobs/look', { ticket: cut.ticket })).code]).toEqual(['job', 'job/not-a-job']);
  });

  it('what is refused: another review, no signer for pairs, a list without numbers, a key with a password', async () => {
    const plan = await program.ok('plan/from-wizard', {});
    const sends = plan.steps.find(({ kind }) => kind === 'send-data-set')?.id as string;
    expect((await program.fault('jobs/draft', { planId: 'invented' })).code).toBe('plan/not-reviewed');
    expect((await program.fault('jobs/release', await wish(plan, { varies: [{ step: sends, kind: 'pairs', folder: 'p' }] }))).code).toBe('job/cannot-release');
    const integrity = { ticket: await program.take('integrity.pem', pairs.integrity.certificatePem), path: 'integrity.pem' };
    expect(await program.fault('jobs/release', await wish(plan, { pairSigner: integrity, varies: [{ step: sends, kind: 'pairs', folder: 'p' }] }))).toMatchObject({ code: 'job/cannot-release', data: { why: expect.stringMatching(/has the pair of the unit, and step .* that of the sample/) as string } });
    expect((await program.fault('jobs/release', await wish(plan, { serial: { from: 'list', numbers: '\n \n' } }))).code).toBe('job/cannot-release');
    expect((await program.fault('jobs/release', await wish(plan, { serial: { from: 'counter', first: 'SN' } }))).code).toBe('job/cannot-release');
    const locked = opensslText('pkcs8 -topk8 -v2 aes-256-cbc -passout pass:secret', release.keyPem);
    expect((await program.fault('jobs/release', await wish(plan, { signer: await program.take('locked.pem', locked) }))).code).toBe('key/encrypted');
    expect(() => program.saved('Sensor nodes.tbjob')).toThrow();
  });
});
