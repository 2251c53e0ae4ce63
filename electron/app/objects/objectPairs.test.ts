import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine } from '../../cli/testing/commandLine.ts';
import { identity, openProgram, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
beforeEach(async () => {
  program = await openProgram();
});
afterEach(() => program.close());

/** Reads the list now, and returns the partners of an object. */
async function pairs(id: string): Promise<unknown> {
  const rows = await program.ok('objects/list', {});
  return rows.find((row) => row.id === id)?.pairs;
}

/** The partners of an object that were last sent to the window. */
function told(id: string): unknown {
  return program.events.flatMap(({ name, event }) => (name === 'objects/row' && (event as { id: string }).id === id ? [(event as { pairs?: unknown }).pairs] : [])).at(-1);
}

async function provision(lock: boolean): Promise<void> {
  await program.ok('board/connect', { path: 'simulated' });
  for (const slot of ['device', 'integrity'] as const) {
    const { keyPem, certificatePem } = await identity();
    await program.ok('wizard/material', { slot, ticket: await program.take(`${slot}.pem`, certificatePem + keyPem) });
  }
  if (lock) await program.ok('wizard/answer', { lockAnchor: true });
  const plan = await program.ok('plan/from-wizard', {});
  const confirmations = Object.fromEntries(plan.steps.filter(({ undoable }) => !undoable).map(({ id, object }) => [id, object]));
  await program.ok('plan/run', { planId: plan.planId, confirmations });
  expect((await program.ended()).state).toBe('finished');
}

async function run(edit: Parameters<TestProgram['ok']>[1], confirmations: Readonly<Record<string, string>> = {}): Promise<void> {
  const plan = await program.ok('plan/from-edit', edit as never);
  await program.ok('plan/run', { planId: plan.planId, confirmations: { ...Object.fromEntries(plan.steps.map(({ id, object }) => [id, object])), ...confirmations } });
  expect((await program.ended()).state).toBe('finished');
}

describe('which certificate belongs to which key on the chip', () => {
  it('after the wizard’s proof: proved, on both sides; also after the run locked something', async () => {
    await provision(true);
    expect(await pairs('0xE0F1')).toEqual([{ with: '0xE0E1', sign: 'proved' }]);
    expect(await pairs('0xE0E1')).toEqual([{ with: '0xE0F1', sign: 'proved' }]);
    expect(await pairs('0xE0F0')).toEqual([{ with: '0xE0E0', sign: 'usual' }]);
    expect(await pairs('0xF1D0')).toEqual([]);
  });

  it('a new connection has shown nothing: the usual pair, until the key signs', async () => {
    await provision(false);
    await program.ok('board/connect', { path: 'simulated' });
    expect(await pairs('0xE0F1')).toEqual([{ with: '0xE0E1', sign: 'usual' }]);
    await program.ok('objects/sign-test', { id: '0xE0F1', message: 'x' });
    expect(told('0xE0E1')).toEqual([{ with: '0xE0F1', sign: 'proved' }]);
    expect(await pairs('0xE0F1')).toEqual([{ with: '0xE0E1', sign: 'proved' }]);
  });

  it('another certificate, then another key: what was proved does not outlive what it was about', async () => {
    await provision(false);
    const { certificatePem } = await identity('secp256r1', { subject: 'CN=another' });
    await run({ kind: 'write', id: '0xE0E1', ticket: await program.take('another.pem', certificatePem) });
    expect(await pairs('0xE0E1')).toEqual([{ with: '0xE0F1', sign: 'differs' }]);
    await run({ kind: 'metadata', id: '0xE0F1', json: '{"change":["lcso","<","operational"]}' });
    await run({ kind: 'generate-key', id: '0xE0F1', algorithm: 'secp256r1', usage: ['key_agreement'] });
    // The chip sent the new key's public part when it made it.
    expect(await pairs('0xE0F1')).toEqual([{ with: '0xE0E1', sign: 'differs' }]);
    await program.ok('board/connect', { path: 'simulated' });
    expect(await pairs('0xE0F1')).toEqual([{ with: '0xE0E1', sign: 'usual' }]);
  });

  it('the board was pulled out and is back: nothing is proved in the new connection, and the window is told', async () => {
    await provision(false);
    expect(await pairs('0xE0F1')).toEqual([{ with: '0xE0E1', sign: 'proved' }]);
    await program.ok('board/simulate', { does: 'unplug' });
    await expect.poll(() => told('0xE0F1')).toEqual([{ with: '0xE0E1', sign: 'usual' }]);
    expect(told('0xE0E1')).toEqual([{ with: '0xE0F1', sign: 'usual' }]);
  });

  it('another chip: nothing of the first one is told under its name', async () => {
    await provision(false);
    expect(await pairs('0xE0F1')).toEqual([{ with: '0xE0E1', sign: 'proved' }]);
    const before = program.events.length;
    await program.ok('board/simulate', { does: 'new-chip' });
    await expect.poll(async () => (await program.ok('board/state', {})).notice ?? '').toContain('Another chip');
    const rows = program.events.slice(before).flatMap(({ name, event }) => (name === 'objects/row' ? [event as { pairs: unknown }] : []));
    expect(JSON.stringify(rows)).not.toContain('proved');
    expect(await pairs('0xE0F1')).toEqual([]);
  });

  it('the factory’s key of a simulated chip cannot be the certificate’s: it differs once the key signed', async () => {
    await program.ok('board/connect', { path: 'simulated' });
    expect(await pairs('0xE0E0')).toEqual([{ with: '0xE0F0', sign: 'usual' }]);
    await program.ok('objects/sign-test', { id: '0xE0F0', message: 'x' });
    expect(told('0xE0F0')).toEqual([{ with: '0xE0E0', sign: 'differs' }]);
  });

  it('an Express chip: a certificate that cannot be read is of the usual pair; the same on the command line', async () => {
    await program.ok('board/connect', { path: 'simulated:express' });
    expect(await pairs('0xE0FC')).toEqual([{ with: '0xE0E2', sign: 'usual' }]);
    await program.ok('board/disconnect', {});
    const ran = await commandLine(['--port', 'simulated:express', '--json', 'object', 'list'], { TRUST_BENCH_STATE_DIR: program.folder });
    const list = JSON.parse(ran.out) as { id: string; pairs: unknown; bindings: unknown }[];
    expect(list.find(({ id }) => id === '0xE0FC')?.pairs).toEqual([{ with: '0xE0E2', sign: 'usual' }]);
    expect(list.find(({ id }) => id === '0xF1D0')).toMatchObject({ pairs: [], bindings: [{ to: '0xE140', kind: 'shielded', accesses: ['change', 'execute'] }] });
    const text = await commandLine(['--port', 'simulated:express', 'object', 'list'], { TRUST_BENCH_STATE_DIR: program.folder });
    expect(text.out).toMatch(/^0xE0E1 .* usual pair with 0xE0F1, not proved$/m);
  });
});
