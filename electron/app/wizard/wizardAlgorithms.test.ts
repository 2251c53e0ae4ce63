import { afterEach, describe, expect, it } from 'vitest';
import { workshopAlgorithms } from '../../../core/contract/keys.ts';
import { openProgram, identity, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
afterEach(() => program.close());

/** A key from the workshop, with its certificate, in the wizard's first slot. */
async function device(algorithm: (typeof workshopAlgorithms)[number]): Promise<void> {
  const made = await program.ok('keys/new', { algorithm, name: 'device' });
  const id = made.selected ?? '';
  if (!algorithm.startsWith('aes')) await program.ok('keys/certify', { id, subject: 'CN=Device', days: 30, usage: [], isCa: false });
  const { ticket } = await program.ok('keys/ticket', { id });
  await program.ok('wizard/material', { slot: 'device', ticket });
}

async function prepared(): Promise<void> {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated:trust-m-v3' });
  const integrity = await identity('brainpoolp384r1', { subject: 'CN=Integrity' });
  await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('i.pem', integrity.keyPem + integrity.certificatePem) });
}

describe('the wizard provisions every algorithm of the chip and proves it by use', () => {
  it.each(workshopAlgorithms)('%s', async (algorithm) => {
    await prepared();
    await device(algorithm);
    await program.ok('wizard/secret', { ticket: await program.take('s.txt', 'ef'.repeat(32)) });
    const wizard = await program.ok('wizard/answer', { confidentiality: true, update: 'both' });
    expect(wizard.problems).toEqual([]);
    const target = algorithm.startsWith('aes') ? '0xE200' : algorithm.startsWith('rsa') ? '0xE0FC' : '0xE0F1';
    expect(wizard.answers.target).toBe(target);
    const plan = await program.ok('plan/from-wizard', {});
    expect(plan.fault).toBeUndefined();
    // The object of the secret stays readable, so its id must be typed.
    await program.ok('plan/run', { planId: plan.planId, confirmations: { secret: '0xF1D1' } });
    const run = await program.ended();
    expect(run.state).toBe('finished');
    const proof = run.steps.find(({ id }) => id === 'prove-key');
    expect(proof).toMatchObject({ state: 'done', kind: algorithm.startsWith('aes') ? 'prove-aes' : 'prove-key' });
    expect(proof?.proof).toMatch(/fresh random/);
  });

  it('an AES key given where another was: the target follows, and comes back', async () => {
    await prepared();
    await device('aes128');
    expect((await program.ok('wizard/state', {})).answers).toMatchObject({ target: '0xE200', keyUsage: ['encryption'] });
    await device('rsa2048');
    expect((await program.ok('wizard/state', {})).answers).toMatchObject({ target: '0xE0FC', keyUsage: ['authentication', 'signature'] });
  });

  it('names what does not go: an AES key of another length, anchor and target in one', async () => {
    await prepared();
    const ticket = await program.take('aes.txt', 'ab'.repeat(17));
    expect((await program.fault('wizard/material', { slot: 'device', ticket })).code).toBe('key/aes-size');
    const wizard = await program.ok('wizard/answer', { target: '0xE0E8', anchorObject: '0xE0E8' });
    expect(wizard.problems.map(({ fault }) => fault.code)).toContain('wizard/same-object');
  });
});

describe('data, prepared by the wizard and sent from the studio', () => {
  it('a data object takes a signed set afterwards, and metadata too', async () => {
    program = await openProgram();
    await program.ok('board/connect', { path: 'simulated:trust-m-v3' });
    const integrity = await identity('secp384r1', { subject: 'CN=Integrity' });
    const pem = integrity.keyPem + integrity.certificatePem;
    await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('i.pem', pem) });
    const wizard = await program.ok('wizard/answer', { target: '0xF1E0', update: 'both', flush: false });
    expect(wizard.problems).toEqual([]);
    const plan = await program.ok('plan/from-wizard', {});
    await program.ok('plan/run', { planId: plan.planId, confirmations: {} });
    expect((await program.ended()).state).toBe('finished');

    await program.ok('datasets/give', { slot: 'signer', ticket: await program.take('i.pem', pem) });
    for (const [part, says] of [
      [{ kind: 'data', target: '0xF1E0', data: '0102'.repeat(640) }, /equal/],
      [{ kind: 'metadata', metadata: '2003d30100' }, /version 2/],
    ] as const) {
      const form = await program.ok('datasets/change', part);
      expect(form.prediction).toMatchObject({ verdict: 'accepted' });
      const set = await program.ok('datasets/build', {});
      const sending = await program.ok('datasets/plan', { id: set.id });
      expect(sending.fault).toBeUndefined();
      await program.ok('plan/run', { planId: sending.planId, confirmations: {} });
      const run = await program.ended();
      expect(run.state).toBe('finished');
      expect(run.steps[0]?.proof).toMatch(says);
    }
  });
});

describe('a key set of the studio is proved by use after sending', () => {
  it.each([true, false])('AES, by known answer; encrypted: %s', async (encrypted) => {
    program = await openProgram();
    await program.ok('board/connect', { path: 'simulated:trust-m-v3' });
    const integrity = await identity('secp256r1', { subject: 'CN=Integrity' });
    const pem = integrity.keyPem + integrity.certificatePem;
    const secret = '7c'.repeat(32);
    await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('i.pem', pem) });
    if (encrypted) await program.ok('wizard/secret', { ticket: await program.take('s.txt', secret) });
    await device('aes128');
    await program.ok('wizard/answer', { confidentiality: encrypted, update: 'data' });
    const first = await program.ok('plan/from-wizard', {});
    await program.ok('plan/run', { planId: first.planId, confirmations: encrypted ? { secret: '0xF1D1' } : {} });
    expect((await program.ended()).state).toBe('finished');

    const key = '0123456789abcdef'.repeat(4);
    await program.ok('datasets/give', { slot: 'signer', ticket: await program.take('i.pem', pem) });
    if (encrypted) await program.ok('datasets/give', { slot: 'secret', ticket: await program.take('s.txt', secret) });
    const form = await program.ok('datasets/give', { slot: 'key', ticket: await program.take('aes.txt', key) });
    expect(form).toMatchObject({ version: 2, prediction: { verdict: 'accepted' }, form: { target: '0xE200' } });
    const set = await program.ok('datasets/build', {});
    const plan = await program.ok('datasets/plan', { id: set.id });
    expect(plan.steps.map(({ kind }) => kind)).toEqual(['send-data-set', 'prove-aes']);
    // The object contains the key that the wizard sent. Overwriting it requires the object's id.
    await program.ok('plan/run', { planId: plan.planId, confirmations: { update: '0xE200' } });
    const run = await program.ended();
    expect(run.state).toBe('finished');
    expect(run.steps[1]?.proof).toContain('AES-256');
    expect(JSON.stringify([form, set, plan, run, program.events, await program.ok('trace/read', { after: 0 })])).not.toContain(key.slice(0, 32));
  });
});
