import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { selfSign } from '../../../core/certificates/issue.ts';
import type { PlanView } from '../../../core/contract/plan.ts';
import { Family } from '../../../core/certificates/testing/family.ts';
import { encodePem } from '../../../core/keys/pem.ts';
import { oid } from '../../../core/objects/oid.ts';
import { losesKey } from '../../../core/plan/steps/generateKey.ts';
import { fault } from '../../../core/result/fault.ts';
import { must } from '../../../core/result/result.ts';
import { sayLine } from '../../../core/result/say.ts';
import { nodeRandomness } from '../../serial/randomness.ts';
import { keyFileSigner } from '../../signers/keyFile.ts';
import { identity, openProgram, type Identity, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
let integrity: Identity;

beforeEach(async () => {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated:trust-m-v3' });
  integrity = await identity('secp256r1', { subject: 'CN=Integrity' });
  await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('integrity.pem', integrity.keyPem + integrity.certificatePem) });
});
afterEach(() => program.close());

const chip = async (): Promise<string> => (await program.ok('board/state', {})).chip?.chipId ?? '';

async function insertChip(): Promise<void> {
  const before = await chip();
  await program.ok('board/simulate', { does: 'new-chip' });
  await expect.poll(async () => [(await program.ok('board/state', {})).link, (await chip()) !== before], { timeout: 10_000 }).toEqual(['connected', true]);
}

/** Files of a folder with pairs of devices, in the order of the file system. */
async function folder(names: readonly string[]): Promise<string[]> {
  const pairs = await Promise.all(names.map((name) => identity('secp256r1', { subject: `CN=${name}` })));
  const keys = await Promise.all(pairs.map((pair, at) => program.take(`${names[at]}-key.pem`, pair.keyPem)));
  const certificates = await Promise.all(pairs.map((pair, at) => program.take(`${names[at]}-cert.pem`, pair.certificatePem)));
  return [...certificates.toReversed(), ...keys];
}

const states = async (): Promise<unknown> => (await program.ok('wizard/state', {})).pairs?.pairs.map(({ subject, state }) => [subject, state]);

async function run(plan: PlanView, confirmations: Record<string, string> = {}) {
  await program.ok('plan/run', { planId: plan.planId, confirmations });
  return program.ended();
}

describe('where the certificate goes', () => {
  const place = async (algorithm: 'secp256r1' | 'rsa2048') => {
    const device = await identity(algorithm, { subject: 'CN=Device' });
    const { answers, untouched } = await program.ok('wizard/material', { slot: 'device', ticket: await program.take('device.pem', device.keyPem + device.certificatePem) });
    return { target: answers.target, certificate: answers.certificateObject, usual: untouched.includes('certificateObject') };
  };

  it('follows the kind of the key while nobody chose it: 0xE0E2 for RSA', async () => {
    expect(await place('rsa2048')).toEqual({ target: '0xE0FC', certificate: '0xE0E2', usual: true });
    expect(await place('secp256r1')).toEqual({ target: '0xE0F1', certificate: '0xE0E1', usual: true });
  });

  it('stays where somebody put it until the answers are begun again', async () => {
    await program.ok('wizard/answer', { certificateObject: '0xE0E3', anchorObject: '0xE0E8' });
    expect(await place('rsa2048')).toMatchObject({ target: '0xE0FC', certificate: '0xE0E3', usual: false });
    expect(await place('secp256r1')).toMatchObject({ certificate: '0xE0E3' });
    await program.ok('wizard/reset', {});
    expect(await place('rsa2048')).toMatchObject({ certificate: '0xE0E2', usual: true });
    await program.ok('wizard/answer', { certificateObject: '0xE0E2' });
    expect(await place('secp256r1')).toMatchObject({ target: '0xE0F1', certificate: '0xE0E2', usual: false });
  });
});

describe('a folder of pairs', () => {
  it('is worked through one chip after the other; which chip got which is in the list', async () => {
    const view = await program.ok('wizard/pairs', { tickets: await folder(['dev 1', 'dev 2', 'dev 3']) });
    expect(view.pairs?.leftOver).toEqual([]);
    const subjects = view.pairs?.pairs.map(({ subject }) => subject);
    expect(subjects?.toSorted()).toEqual(['CN=dev 1', 'CN=dev 2', 'CN=dev 3']);
    const written: [string, string | undefined][] = [];
    for (const [at, subject] of (subjects ?? []).entries()) {
      const device = (await program.ok('wizard/state', {})).device;
      expect([device.certificate?.subject, device.belongTogether]).toEqual([subject, true]);
      const ended = await run(await program.ok('plan/from-wizard', {}));
      expect(ended.state).toBe('finished');
      written.push([subject, await chip()]);
      const pairs = (await program.ok('wizard/state', {})).pairs?.pairs;
      expect(pairs?.[at]).toMatchObject({ state: 'done', chipId: await chip() });
      await insertChip();
      await program.ok('wizard/next-pair', {});
    }
    expect(new Set(written.map(([, id]) => id)).size, 'three chips').toBe(3);
    expect((await program.ok('wizard/state', {})).device, 'none is left').toEqual({});
  });

  it('leaves keys without certificate, certificates without key and the integrity pair aside, and says why', async () => {
    const [lone, stranger] = [await identity(), await identity('secp256r1', { subject: 'CN=stranger' })];
    const tickets = [
      ...(await folder(['dev 1'])),
      await program.take('lone.pem', lone.keyPem),
      await program.take('stranger.crt', stranger.certificatePem),
      await program.take('ca.pem', integrity.keyPem + integrity.certificatePem),
      await program.take('notes.txt', 'remember the milk'),
      await program.take('half.pem', lone.keyPem.slice(0, 120)),
    ];
    const view = await program.ok('wizard/pairs', { tickets });
    expect(view.pairs?.pairs.map(({ subject, state }) => [subject, state])).toEqual([['CN=dev 1', 'current']]);
    expect(new Map(view.pairs?.leftOver.map(({ file, why }) => [file, why]))).toEqual(
      new Map([
        ['lone.pem', 'None of the certificates belongs to this key.'],
        ['stranger.crt', 'None of the keys belongs to this certificate.'],
        ['ca.pem', 'It is the integrity key or its certificate, which signs the updates.'],
        ['notes.txt', 'It holds no key and no certificate.'],
        ['half.pem', sayLine(fault('key/truncated', { file: 'half.pem', block: 'PRIVATE KEY' }))],
      ]),
    );
  });

  it('two keys, two certificates for one key, a copy of a pair: nothing is chosen silently', async () => {
    const [renewed, twice, other] = [await identity('secp256r1', { subject: 'CN=renewed' }), await identity('secp256r1', { subject: 'CN=twice' }), await identity()];
    const second = must(await selfSign(keyFileSigner(renewed.key), 'CN=second', { days: 30, now: new Date(), random: nodeRandomness }));
    const tickets = [
      await program.take('twice copy.pem', twice.keyPem + twice.certificatePem),
      await program.take('renewed-1.crt', renewed.certificatePem),
      await program.take('renewed-2.crt', encodePem('CERTIFICATE', second)),
      await program.take('renewed.key', renewed.keyPem),
      await program.take('twice.key', twice.keyPem),
      await program.take('twice.crt', twice.certificatePem),
      await program.take('twice.old.key', twice.keyPem),
      await program.take('twice.other.key', other.keyPem),
    ];
    const groups = await program.ok('wizard/sort', { tickets });
    expect(groups.map(({ pair, problem, files }) => [pair, problem?.code, files.length])).toEqual([[false, 'certificate/several-for-key', 3], [true, undefined, 1], [false, undefined, 1]]);
    const view = await program.ok('wizard/pairs', { tickets });
    expect(view.pairs?.pairs.map(({ subject, files }) => [subject, files])).toEqual([['CN=twice', ['twice copy.pem']]]);
    const several = '2 different certificates are for one key. Keep the one that is meant, and drop the folder again.';
    expect(new Map(view.pairs?.leftOver.map(({ file, why }) => [file, why]))).toEqual(
      new Map([
        ['renewed-1.crt', several],
        ['renewed-2.crt', several],
        ['renewed.key', several],
        ['twice.other.key', 'None of the certificates belongs to this key.'],
        ['twice.crt', 'It is a copy of twice copy.pem.'],
        ['twice.key', 'It is a copy of twice copy.pem.'],
        ['twice.old.key', 'It is a copy of twice copy.pem.'],
      ]),
    );
    const both = await program.take('both.pem', renewed.keyPem + renewed.certificatePem + encodePem('CERTIFICATE', second));
    expect((await program.fault('wizard/material', { slot: 'device', ticket: both })).code).toBe('certificate/several-for-key');
    expect((await program.ok('wizard/state', {})).device.certificate?.subject, 'the slot keeps what it has').toBe('CN=twice');
  });

  it('another key in the slot: the pair waits again; a run that fails says on which chip', async () => {
    const first = (await program.ok('wizard/pairs', { tickets: await folder(['dev 1', 'dev 2']) })).pairs?.pairs[0];
    const other = await identity('secp256r1', { subject: 'CN=other' });
    await program.ok('wizard/material', { slot: 'device', ticket: await program.take('o.pem', other.keyPem + other.certificatePem) });
    expect(await states()).toEqual([[first?.subject, 'waiting'], [expect.any(String), 'waiting']]);
    expect((await program.ok('wizard/next-pair', { id: first?.id ?? '' })).device.certificate?.subject).toBe(first?.subject);
    expect((await program.fault('wizard/next-pair', { id: 'pair-9' })).code).toBe('wizard/no-pair');
    expect(await states(), 'the slot keeps what it has').toEqual([[first?.subject, 'current'], [expect.any(String), 'waiting']]);
    await program.ok('wizard/reset', {});
    expect((await program.ok('wizard/state', {})).pairs).toBeUndefined();
  });

  it('a chain beside its key, in any order: the key\'s certificate is used, and the others are named', async () => {
    const [device, line] = [await identity('secp256r1', { subject: 'CN=leaf' }), await identity('secp256r1', { subject: 'CN=Line CA' })];
    const used = async (...files: readonly string[]) => {
      await program.ok('wizard/reset', {});
      for (const [at, text] of files.entries()) await program.ok('wizard/material', { slot: 'device', ticket: await program.take(`file-${at}.pem`, text) });
      const { certificate } = (await program.ok('wizard/state', {})).device;
      return [certificate?.subject, certificate?.unused];
    };
    const chain = line.certificatePem + device.certificatePem + line.certificatePem;
    expect(await used(device.keyPem, chain)).toEqual(['CN=leaf', ['CN=Line CA']]);
    expect(await used(device.keyPem + chain)).toEqual(['CN=leaf', ['CN=Line CA']]);
    expect(await used(device.keyPem + device.certificatePem)).toEqual(['CN=leaf', []]);

    const family = new Family('chain in the wizard');
    const caKey = family.key();
    const ca = await family.root('Root', caKey);
    const issued = await family.issue('Leaf', family.key(), { key: caKey, certificate: ca });
    const [first, second] = [ca, issued].map(({ der }) => encodePem('CERTIFICATE', der));
    expect(await used(`${first}${second}`), 'without a key: the one that issued none of the others').toEqual(['CN=Leaf', ['CN=Root']]);
    await program.ok('wizard/reset', {});
    expect((await program.fault('wizard/material', { slot: 'device', ticket: await program.take('two.pem', chain) })).code).toBe('chain/several-leaves');
  });

  it('no private key of it is told to the window', async () => {
    const device = await identity('secp256r1', { subject: 'CN=dev' });
    const view = await program.ok('wizard/pairs', { tickets: [await program.take('k', device.keyPem), await program.take('c', device.certificatePem)] });
    expect(JSON.stringify([view, program.events])).not.toContain(device.keyPem.split('\n')[1]);
    expect(view.pairs?.pairs).toHaveLength(1);
  });
});

describe('the same chip again', () => {
  it('is announced in the review, and overwriting its key asks for the id', async () => {
    const tickets = await folder(['dev 1', 'dev 2']);
    await program.ok('wizard/pairs', { tickets });
    const first = await program.ok('plan/from-wizard', {});
    expect(first.doneBefore).toBeUndefined();
    expect(first.steps.every(({ undoable }) => undoable)).toBe(true);
    const done = await run(first);
    await program.ok('wizard/next-pair', {});
    const again = await program.ok('plan/from-wizard', {});
    expect(again.doneBefore).toEqual({ at: expect.any(String), agoMs: expect.any(Number), title: done.title, run: done.runId, subjects: ['CN=dev 1'] });
    const update = again.steps.find(({ kind }) => kind === 'send-data-set');
    expect(update?.irreversibleBecause).toBe(losesKey(oid(0xe0f1)));
    const memory = program.memory();
    expect((await program.fault('plan/run', { planId: again.planId, confirmations: {} })).code).toBe('plan/not-confirmed');
    expect(program.memory()).toBe(memory);
    expect((await run(again, { [update?.id ?? '']: '0xE0F1' })).state).toBe('finished');
  });

  it('a saved plan that is opened for it is announced too', async () => {
    await program.ok('wizard/pairs', { tickets: await folder(['dev 1', 'dev 2']) });
    const done = await run(await program.ok('plan/from-wizard', {}));
    await program.ok('wizard/next-pair', {});
    const { planId } = await program.ok('plan/from-wizard', {});
    const { name } = await program.ok('plan/save', { planId, confirmations: {} });
    const opened = await program.ok('plan/open', { ticket: await program.take(name, program.saved(name)) });
    expect(opened.doneBefore).toMatchObject({ run: done.runId, subjects: ['CN=dev 1'] });
  });

  it('another chip, and a plan with nothing left to do, are not announced', async () => {
    await program.ok('wizard/pairs', { tickets: await folder(['dev 1', 'dev 2']) });
    await run(await program.ok('plan/from-wizard', {}));
    await insertChip();
    await program.ok('wizard/next-pair', {});
    expect((await program.ok('plan/from-wizard', {})).doneBefore).toBeUndefined();
  });
});
