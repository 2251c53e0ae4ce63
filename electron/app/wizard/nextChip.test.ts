import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanView } from '../../../core/contract/plan.ts';
import { identity, openBench, type Identity, type TestBench } from '../testing/bench.ts';

let bench: TestBench;
let integrity: Identity;

beforeEach(async () => {
  bench = await openBench();
  await bench.ok('board/connect', { path: 'simulated:trust-m-v3' });
  integrity = await identity('secp256r1', { subject: 'CN=Integrity' });
  await bench.ok('wizard/material', { slot: 'integrity', ticket: await bench.take('integrity.pem', integrity.keyPem + integrity.certificatePem) });
});
afterEach(() => bench.close());

const chip = async (): Promise<string> => (await bench.ok('board/state', {})).chip?.chipId ?? '';

async function insertChip(): Promise<void> {
  const before = await chip();
  await bench.ok('board/simulate', { does: 'new-chip' });
  await expect.poll(async () => [(await bench.ok('board/state', {})).link, (await chip()) !== before], { timeout: 10_000 }).toEqual(['connected', true]);
}

/** Files of a folder with pairs of devices, in the order of the file system. */
async function folder(names: readonly string[]): Promise<string[]> {
  const pairs = await Promise.all(names.map((name) => identity('secp256r1', { subject: `CN=${name}` })));
  const keys = await Promise.all(pairs.map((pair, at) => bench.take(`${names[at]}-key.pem`, pair.keyPem)));
  const certificates = await Promise.all(pairs.map((pair, at) => bench.take(`${names[at]}-cert.pem`, pair.certificatePem)));
  return [...certificates.toReversed(), ...keys];
}

const states = async (): Promise<unknown> => (await bench.ok('wizard/state', {})).pairs?.pairs.map(({ subject, state }) => [subject, state]);

async function run(plan: PlanView, confirmations: Record<string, string> = {}) {
  await bench.ok('plan/run', { planId: plan.planId, confirmations });
  return bench.ended();
}

describe('where the certificate goes', () => {
  const place = async (algorithm: 'secp256r1' | 'rsa2048') => {
    const device = await identity(algorithm, { subject: 'CN=Device' });
    const { answers, untouched } = await bench.ok('wizard/material', { slot: 'device', ticket: await bench.take('device.pem', device.keyPem + device.certificatePem) });
    return { target: answers.target, certificate: answers.certificateObject, usual: untouched.includes('certificateObject') };
  };

  it('follows the kind of the key while nobody chose it: 0xE0E2 for RSA', async () => {
    expect(await place('rsa2048')).toEqual({ target: '0xE0FC', certificate: '0xE0E2', usual: true });
    expect(await place('secp256r1')).toEqual({ target: '0xE0F1', certificate: '0xE0E1', usual: true });
  });

  it('stays where somebody put it until the answers are begun again', async () => {
    await bench.ok('wizard/answer', { certificateObject: '0xE0E3', anchorObject: '0xE0E8' });
    expect(await place('rsa2048')).toMatchObject({ target: '0xE0FC', certificate: '0xE0E3', usual: false });
    expect(await place('secp256r1')).toMatchObject({ certificate: '0xE0E3' });
    await bench.ok('wizard/reset', {});
    expect(await place('rsa2048')).toMatchObject({ certificate: '0xE0E2', usual: true });
    await bench.ok('wizard/answer', { certificateObject: '0xE0E2' });
    expect(await place('secp256r1')).toMatchObject({ target: '0xE0F1', certificate: '0xE0E2', usual: false });
  });
});

describe('a folder of pairs', () => {
  it('is worked through one chip after the other; which chip got which is in the list', async () => {
    const view = await bench.ok('wizard/pairs', { tickets: await folder(['dev 1', 'dev 2', 'dev 3']) });
    expect(view.pairs?.leftOver).toEqual([]);
    const subjects = view.pairs?.pairs.map(({ subject }) => subject);
    expect(subjects?.toSorted()).toEqual(['CN=dev 1', 'CN=dev 2', 'CN=dev 3']);
    const written: [string, string | undefined][] = [];
    for (const [at, subject] of (subjects ?? []).entries()) {
      const device = (await bench.ok('wizard/state', {})).device;
      expect([device.certificate?.subject, device.belongTogether]).toEqual([subject, true]);
      const ended = await run(await bench.ok('plan/from-wizard', {}));
      expect(ended.state).toBe('finished');
      written.push([subject, await chip()]);
      const pairs = (await bench.ok('wizard/state', {})).pairs?.pairs;
      expect(pairs?.[at]).toMatchObject({ state: 'done', chipId: await chip() });
      await insertChip();
      await bench.ok('wizard/next-pair', {});
    }
    expect(new Set(written.map(([, id]) => id)).size, 'three chips').toBe(3);
    expect((await bench.ok('wizard/state', {})).device, 'none is left').toEqual({});
  });

  it('leaves keys without certificate, certificates without key and the integrity pair aside, and says why', async () => {
    const [lone, stranger] = [await identity(), await identity('secp256r1', { subject: 'CN=stranger' })];
    const tickets = [
      ...(await folder(['dev 1'])),
      await bench.take('lone.pem', lone.keyPem),
      await bench.take('stranger.crt', stranger.certificatePem),
      await bench.take('ca.pem', integrity.keyPem + integrity.certificatePem),
      await bench.take('notes.txt', 'remember the milk'),
    ];
    const view = await bench.ok('wizard/pairs', { tickets });
    expect(view.pairs?.pairs.map(({ subject, state }) => [subject, state])).toEqual([['CN=dev 1', 'current']]);
    expect(new Map(view.pairs?.leftOver.map(({ file, why }) => [file, why]))).toEqual(
      new Map([
        ['lone.pem', 'None of the certificates belongs to this key.'],
        ['stranger.crt', 'None of the keys belongs to this certificate.'],
        ['ca.pem', 'It is the integrity key or its certificate, which signs the updates.'],
        ['notes.txt', 'It holds no key and no certificate.'],
      ]),
    );
  });

  it('another key in the slot: the pair waits again; a run that fails says on which chip', async () => {
    const first = (await bench.ok('wizard/pairs', { tickets: await folder(['dev 1', 'dev 2']) })).pairs?.pairs[0];
    const other = await identity('secp256r1', { subject: 'CN=other' });
    await bench.ok('wizard/material', { slot: 'device', ticket: await bench.take('o.pem', other.keyPem + other.certificatePem) });
    expect(await states()).toEqual([[first?.subject, 'waiting'], [expect.any(String), 'waiting']]);
    expect((await bench.ok('wizard/next-pair', { id: first?.id ?? '' })).device.certificate?.subject).toBe(first?.subject);
    expect((await bench.fault('wizard/next-pair', { id: 'pair-9' })).code).toBe('wizard/no-pair');
    expect(await states(), 'the slot keeps what it has').toEqual([[first?.subject, 'current'], [expect.any(String), 'waiting']]);
    await bench.ok('wizard/reset', {});
    expect((await bench.ok('wizard/state', {})).pairs).toBeUndefined();
  });

  it('no private key of it is told to the window', async () => {
    const device = await identity('secp256r1', { subject: 'CN=dev' });
    const view = await bench.ok('wizard/pairs', { tickets: [await bench.take('k', device.keyPem), await bench.take('c', device.certificatePem)] });
    expect(JSON.stringify([view, bench.events])).not.toContain(device.keyPem.split('\n')[1]);
    expect(view.pairs?.pairs).toHaveLength(1);
  });
});

describe('the same chip again', () => {
  it('is announced in the review, and overwriting its key asks for the id', async () => {
    const tickets = await folder(['dev 1', 'dev 2']);
    await bench.ok('wizard/pairs', { tickets });
    const first = await bench.ok('plan/from-wizard', {});
    expect(first.doneBefore).toBeUndefined();
    expect(first.steps.every(({ undoable }) => undoable)).toBe(true);
    const done = await run(first);
    await bench.ok('wizard/next-pair', {});
    const again = await bench.ok('plan/from-wizard', {});
    expect(again.doneBefore).toEqual({ at: expect.any(String), agoMs: expect.any(Number), title: done.title, run: done.runId });
    const update = again.steps.find(({ kind }) => kind === 'send-data-set');
    expect(update?.irreversibleBecause).toBe('The key that is in 0xE0F1 now is lost permanently.');
    const memory = bench.memory();
    expect((await bench.fault('plan/run', { planId: again.planId, confirmations: {} })).code).toBe('plan/not-confirmed');
    expect(bench.memory()).toBe(memory);
    expect((await run(again, { [update?.id ?? '']: '0xE0F1' })).state).toBe('finished');
  });

  it('another chip, and a plan with nothing left to do, are not announced', async () => {
    await bench.ok('wizard/pairs', { tickets: await folder(['dev 1', 'dev 2']) });
    await run(await bench.ok('plan/from-wizard', {}));
    await insertChip();
    await bench.ok('wizard/next-pair', {});
    expect((await bench.ok('plan/from-wizard', {})).doneBefore).toBeUndefined();
  });
});
