import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fault } from '../../../core/result/fault.ts';
import { say } from '../../../core/result/say.ts';
import { openProgram, identity, type Identity, type TestProgram } from '../testing/program.ts';

const secret = 'c3'.repeat(64);

let program: TestProgram;
let signer: Identity;
/** The key in the last data set, PEM. */
let certificate: string;

/** The chip has an unreadable secret in F1D1, and E0F1 accepts data sets that are encrypted with it. */
beforeEach(async () => {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated' });
  signer = await identity();
  const device = await identity();
  await program.ok('wizard/material', { slot: 'device', ticket: await program.take('device.pem', device.keyPem + device.certificatePem) });
  await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('integrity.pem', signer.keyPem + signer.certificatePem) });
  await program.ok('wizard/answer', { confidentiality: true, lockSecret: true, secretUnreadable: true });
  await program.ok('wizard/secret', { ticket: await program.take('secret.txt', secret) });
  const plan = await program.ok('plan/from-wizard', {});
  expect(plan.verdict).toBe('passed');
  await program.ok('plan/run', { planId: plan.planId, confirmations: { 'lock-secret': '0xF1D1' } });
  expect((await program.ended()).state).toBe('finished');
});
afterEach(() => program.close());

/** An encrypted data set with a new P-256 key. */
async function build(target: string, by: Identity, { proof = false, with: value = secret } = {}) {
  const key = await identity();
  certificate = key.certificatePem;
  await program.ok('datasets/give', { slot: 'signer', ticket: await program.take('signer.pem', by.keyPem + by.certificatePem) });
  await program.ok('datasets/give', { slot: 'key', ticket: await program.take('key.pem', proof ? key.keyPem + key.certificatePem : key.keyPem) });
  await program.ok('datasets/give', { slot: 'secret', ticket: await program.take('secret.txt', value) });
  await program.ok('datasets/change', { target, trustAnchor: 'E0E3', confidential: true, secretObject: 'F1D1' });
  return program.ok('datasets/build', {});
}

/** The same data set, opened from its file. The window does not have its secret. */
async function openedAgain({ id }: { readonly id: string }) {
  const saved = await program.ok('datasets/export', { id, as: 'json' });
  return program.ok('datasets/open', { ticket: await program.take('again.json', program.saved(saved.name)) });
}

describe('an encrypted data set whose secret the chip does not give out', () => {
  it.each([
    ['its target was never prepared', '0xE0F2', /does not name the trust anchor 0xE0E3/],
    ['it was signed with another key', '0xE0F1', /was not signed by the key of/],
  ])('%s: the review refuses it as the inspector does, and it does not run', async (_, target, why) => {
    const set = await build(target, target === '0xE0F1' ? await identity() : signer);
    expect(set.prediction).toMatchObject({ verdict: 'refused', why: expect.stringMatching(why) as string });
    const plan = await program.ok('datasets/plan', { id: set.id });
    expect(plan).toMatchObject({ verdict: 'refused', fault: { code: 'chip/refused', raw: set.prediction?.raw, why: set.prediction?.why, todo: set.prediction?.todo } });
    expect(plan.steps.map(({ rehearsal }) => rehearsal)).toEqual(['refused']);
    const before = program.memory();
    expect((await program.fault('plan/run', { planId: plan.planId, confirmations: {} })).code).toBe('chip/refused');
    expect(program.memory()).toBe(before);
  });

  it('nothing speaks against it: not all of it was tried, nor the proof of its key, and the chip takes it', async () => {
    const set = await build('0xE0F1', signer, { proof: true });
    const assumes = 'It was rehearsed with the secret that you gave. Only the chip can show whether 0xF1D1 holds the same secret.';
    expect(set.prediction, 'the inspector').toMatchObject({ verdict: 'unknown', why: assumes });
    expect((await program.ok('datasets/form', {})).prediction, 'the builder').toMatchObject({ verdict: 'unknown', why: assumes });
    const withSecret = await program.ok('datasets/plan', { id: set.id });
    expect(withSecret.steps.map(({ assumes }) => assumes)).toEqual([assumes, undefined]);
    expect(withSecret.verdict, 'tried with a secret that the chip may not have').toBe('not-all-tried');
    const without = await openedAgain(set);
    expect(without.prediction).toMatchObject({ verdict: 'unknown', why: 'The secret in 0xF1D1 cannot be read: only the chip can show whether it decrypts the data set.' });
    await program.ok('datasets/check', { id: without.id, proof: await program.take('cert.pem', certificate) });
    const plan = await program.ok('datasets/plan', { id: without.id });
    expect(plan.verdict).toBe('not-all-tried');
    expect(plan.steps.map(({ id, rehearsal }) => [id, rehearsal])).toEqual([['update', 'not-rehearsable'], ['prove', 'not-rehearsable']]);
    expect(plan.steps.map(({ cost }) => cost), 'what was not tried costs nothing that is known').toEqual([{ bytes: 0, chipMs: 0, cycles: 0 }, { bytes: 0, chipMs: 0, cycles: 0 }]);
    expect(withSecret.steps.map(({ cost }) => cost.cycles > 0), 'what was tried').toEqual([true, false]);
    expect(plan.steps.map(({ note }) => note)).toEqual([
      'The secret in 0xF1D1 cannot be read: only the chip can show whether it decrypts the data set.',
      'It uses the key that an earlier step sends to 0xE0F1, and that step cannot be rehearsed either.',
    ]);
    await program.ok('plan/run', { planId: plan.planId, confirmations: { update: '0xE0F1' } });
    expect(await program.ended()).toMatchObject({ state: 'finished', progress: 1, resumable: false });
  });

  it('it is encrypted with another secret: the run ends without 100 %, resuming is not offered, and the records name one cause', async () => {
    const set = await build('0xE0F1', signer, { with: 'd4'.repeat(64) });
    const plan = await program.ok('datasets/plan', { id: set.id });
    expect(plan.verdict).toBe('not-all-tried');
    await program.ok('plan/run', { planId: plan.planId, confirmations: { update: '0xE0F1' } });
    const run = await program.ended();
    expect(run).toMatchObject({ state: 'failed', progress: 0, resumable: false, fault: { code: 'chip/refused' } });
    const record = await program.ok('records/open', { run: run.runId });
    expect(record.says).toContain('SetObjectProtected');
    expect(record.steps.map(({ state, says }) => [state, says])).toEqual([['failed', record.says]]);
    expect(await program.ok('records/unfinished', {})).toBeUndefined();
  });

  it('a plan file with a changed fragment is refused before anything is sent', async () => {
    const set = await build('0xE0F1', signer);
    const plan = await program.ok('datasets/plan', { id: set.id });
    const saved = await program.ok('plan/save', { planId: plan.planId });
    const file = JSON.parse(program.saved(saved.name)) as { steps: { fragments: { inline: string } }[] };
    const fragments = file.steps[0]?.fragments;
    if (fragments === undefined) throw new Error('no data set in the plan');
    fragments.inline = `${fragments.inline.startsWith('00') ? '01' : '00'}${fragments.inline.slice(2)}`;
    const opened = await program.ok('plan/open', { ticket: await program.take('plan.json', JSON.stringify(file)) });
    expect(opened).toMatchObject({ verdict: 'refused', fault: { code: 'update/bad-fragment' } });
    expect((await program.fault('plan/run', { planId: opened.planId, confirmations: {} })).code).toBe('update/bad-fragment');
  });
});

describe('an encrypted data set whose secret the chip gives out', () => {
  it.each([['the right secret', secret, 'accepted', 'passed'], ['another secret', 'd4'.repeat(64), 'refused', 'refused']])('%s: inspector and review say the same', async (_, value, verdict, reviewed) => {
    const chip = await openProgram();
    try {
      await chip.ok('board/connect', { path: 'simulated' });
      const device = await identity();
      await chip.ok('wizard/material', { slot: 'device', ticket: await chip.take('device.pem', device.keyPem + device.certificatePem) });
      await chip.ok('wizard/material', { slot: 'integrity', ticket: await chip.take('integrity.pem', signer.keyPem + signer.certificatePem) });
      await chip.ok('wizard/answer', { confidentiality: true });
      await chip.ok('wizard/secret', { ticket: await chip.take('secret.txt', secret) });
      const prepare = await chip.ok('plan/from-wizard', {});
      // The user also types the id to confirm that everyone can read the secret.
      await chip.ok('plan/run', { planId: prepare.planId, confirmations: Object.fromEntries(prepare.steps.map(({ id, object }) => [id, object])) });
      expect((await chip.ended()).state).toBe('finished');
      await chip.ok('datasets/give', { slot: 'signer', ticket: await chip.take('signer.pem', signer.keyPem + signer.certificatePem) });
      await chip.ok('datasets/give', { slot: 'key', ticket: await chip.take('key.pem', (await identity()).keyPem) });
      await chip.ok('datasets/give', { slot: 'secret', ticket: await chip.take('secret.txt', value) });
      await chip.ok('datasets/change', { target: 'E0F1', trustAnchor: 'E0E3', confidential: true, secretObject: 'F1D1' });
      const set = await chip.ok('datasets/build', {});
      const plan = await chip.ok('datasets/plan', { id: set.id });
      expect([set.prediction?.verdict, plan.verdict]).toEqual([verdict, reviewed]);
      expect(set.prediction?.raw).toBe(plan.fault?.raw);
      expect(set.prediction?.why).toBe(plan.fault?.why ?? '');
    } finally {
      await chip.close();
    }
  });
});

describe('what a data set is checked with', () => {
  it('a wrong secret or certificate says nothing of the set: it can be sent, and the secret can be taken away', async () => {
    const built = await build('0xE0F1', signer);
    const { id } = await openedAgain(built);
    const wrong = await program.ok('datasets/check', { id, secret: await program.take('wrong.txt', '5a'.repeat(64)), certificate: await program.take('other.pem', (await identity()).certificatePem) });
    expect(wrong).toMatchObject({ problems: [], signature: { state: 'invalid' }, secret: { file: 'wrong.txt' }, secretProblem: { code: 'update/wrong-secret' }, payload: { state: 'encrypted' } });
    expect((await program.ok('datasets/plan', { id })).verdict).toBe('not-all-tried');
    const without = await program.ok('datasets/check', { id, without: 'secret' });
    expect([without.secret, without.secretProblem]).toEqual([undefined, undefined]);
    expect((await program.ok('datasets/check', { id, without: 'certificate' })).signature.state).toBe('unchecked');
  });

  it('a target that was never prepared: the answers of the seven steps that prepare it come along', async () => {
    const set = await build('0xE0F2', signer);
    expect(set.prediction?.prepare).toEqual({ target: '0xE0F2', anchorObject: '0xE0E3', secretObject: '0xF1D1', metadata: false });
    expect((await build('0xE0F1', await identity())).prediction?.prepare, 'signed with another key').toBeUndefined();
  });
});

describe('a review that no longer counts', () => {
  const writing = { kind: 'write', id: '0xF1D4', hex: 'c0ffee' } as const;
  const told = () => program.events.flatMap(({ name, event }) => (name === 'plan/void' && 'planId' in event && 'fault' in event ? [[event.planId, event.fault]] : []));

  it('is told to the window, with the reason', async () => {
    const { planId } = await program.ok('plan/from-edit', writing);
    expect(told().filter(([id]) => id === planId)).toEqual([]);
    await program.ok('board/simulate', { does: 'new-chip' });
    await expect.poll(async () => (await program.ok('board/state', {})).link, { timeout: 5000 }).toBe('connected');
    expect(told().filter(([id]) => id === planId).at(-1)).toMatchObject([planId, { code: 'plan/review-void', why: say(fault('plan/review-void', { because: 'chip' })).why }]);
  });

  it('after its own run, too', async () => {
    const { planId } = await program.ok('plan/from-edit', writing);
    await program.ok('plan/run', { planId, confirmations: {} });
    await program.ended();
    expect(told().at(-1)).toMatchObject([planId, { why: say(fault('plan/review-void', { because: 'run' })).why }]);
  });
});
