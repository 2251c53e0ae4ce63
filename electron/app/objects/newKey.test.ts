import { afterEach, describe, expect, it } from 'vitest';
import { oid } from '../../../core/objects/oid.ts';
import { losesKey } from '../../../core/plan/steps/generateKey.ts';
import { fault } from '../../../core/result/fault.ts';
import { sayLine } from '../../../core/result/say.ts';
import { commandLine } from '../../cli/testing/commandLine.ts';
import { openProgram, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
afterEach(() => program.close());

const open = async (): Promise<void> => {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated:v3' });
};


/** Runs a plan. `typed` says whether each object's id is typed as confirmation. */
async function run(planId: string, confirmations: Readonly<Record<string, string>> = {}): Promise<unknown> {
  await program.ok('plan/run', { planId, confirmations });
  return program.ended();
}

const action = async (name: string): Promise<unknown> => {
  const rows = await program.ok('objects/list', {});
  return rows.find(({ id }) => id === '0xE200')?.actions.find((one) => one.name === name);
};

describe('an AES key is made on the chip', () => {
  it('when the object may be changed; a key that is there is lost only after its id was typed', async () => {
    await open();
    expect(await action('generate-key')).toEqual({ name: 'generate-key', can: false, why: 'Changing it is never allowed.' });
    const opened = await program.ok('plan/from-edit', { id: '0xE200', kind: 'metadata', json: '{"change":["lcso","<","operational"]}' });
    expect(await run(opened.planId, Object.fromEntries(opened.steps.map(({ id, object }) => [id, object])))).toMatchObject({ state: 'finished' });
    expect(await action('generate-key')).toEqual({ name: 'generate-key', can: true });
    expect(await action('csr')).toBeUndefined();

    const first = await program.ok('plan/from-edit', { id: '0xE200', kind: 'generate-key', algorithm: 'aes128', usage: ['encryption'] });
    expect(first.steps).toMatchObject([{ title: 'Make a new AES-128 key in 0xE200' }]);
    expect(first.steps[0]?.irreversibleBecause).toBeUndefined();
    expect(await run(first.planId)).toMatchObject({ state: 'finished', steps: [{ state: 'unproved', says: 'made: AES-128, usage encryption; a secret key cannot be proved' }] });

    const second = await program.ok('plan/from-edit', { id: '0xE200', kind: 'generate-key', algorithm: 'aes256', usage: ['encryption'] });
    expect(second.steps[0]?.irreversibleBecause).toBe(losesKey(oid(0xe200)));
    expect(await program.fault('plan/run', { planId: second.planId, confirmations: {} })).toMatchObject({ code: 'plan/not-confirmed' });
    const third = await program.ok('plan/from-edit', { id: '0xE200', kind: 'generate-key', algorithm: 'aes256', usage: ['encryption'] });
    expect(await run(third.planId, { [third.steps[0]?.id ?? '']: '0xE200' })).toMatchObject({ state: 'finished' });
    expect((await program.ok('objects/list', {})).find(({ id }) => id === '0xE200')?.algorithm).toBe('AES-256');
  });
});

describe('an algorithm that the object does not take: the same words in window and command line', () => {
  it.each([
    ['0xE200', 'secp256r1', { object: '0xE200', algorithm: 'NIST P-256', takes: 'AES-128, AES-192, AES-256' }],
    ['0xE0F1', 'aes128', { object: '0xE0F1', algorithm: 'AES-128', takes: 'NIST P-256, NIST P-384, NIST P-521, Brainpool P-256 r1, Brainpool P-384 r1, Brainpool P-512 r1' }],
    ['0xE0FC', 'brainpoolp256r1', { object: '0xE0FC', algorithm: 'Brainpool P-256 r1', takes: 'RSA-1024, RSA-2048' }],
    ['0xF1D0', 'rsa2048', { object: '0xF1D0', algorithm: 'RSA-2048', takes: '' }],
  ] as const)('%s, %s', async (id, algorithm, data) => {
    await open();
    const refused = await program.fault('plan/from-edit', { id, kind: 'generate-key', algorithm, usage: ['signature'] });
    expect(refused.code).toBe('exchange/wrong-algorithm');
    const words = ['--port', 'simulated:v3', 'keys', 'generate', '--id', id, '--algorithm', algorithm.replace('brainpoolp', 'brainpoolP'), '--usage', 'sign'];
    const ran = await commandLine(words, { TRUST_BENCH_STATE_DIR: program.folder });
    expect([ran.code, ran.err.split('\n')[0]]).toEqual([1, `error: exchange/wrong-algorithm: ${sayLine(fault('exchange/wrong-algorithm', data))}`]);
  });
});
