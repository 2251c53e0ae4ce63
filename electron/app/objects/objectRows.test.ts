import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ObjectRow } from '../../../core/contract/objects.ts';
import { identity, openProgram, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
beforeEach(async () => {
  program = await openProgram();
});
afterEach(() => program.close());

const rows = async (path?: string): Promise<(id: string) => ObjectRow | undefined> => {
  if (path !== undefined) await program.ok('board/connect', { path });
  const list = await program.ok('objects/list', {});
  return (id) => list.find((row) => row.id === id);
};

async function run(edit: Parameters<TestProgram['ok']>[1]): Promise<void> {
  const { planId } = await program.ok('plan/from-edit', edit as never);
  await program.ok('plan/run', { planId, confirmations: { write: '', lock: '0xF1D2' } });
  expect((await program.ended()).state).toBe('finished');
}

describe('what the list says of an object', () => {
  it('on a new chip: the factory’s key and certificate are in use, zeros and key objects without a key are empty', async () => {
    const row = await rows('simulated');
    expect(row('0xE0F0')).toMatchObject({ state: 'in-use', glance: 'holds a P-256 key · authentication', locked: false });
    expect(row('0xE0F1')).toMatchObject({ state: 'empty', glance: 'empty', locked: false });
    expect(row('0xE0E0')).toMatchObject({ state: 'in-use' });
    expect(row('0xE0E0')?.glance).toContain('CN=');
    expect(row('0xE0E2')).toMatchObject({ state: 'empty', glance: 'empty' });
    expect(row('0xE120')).toMatchObject({ state: 'empty', glance: 'empty' });
    expect(row('0xE140')).toMatchObject({ state: 'secret', glance: 'a secret, not shown' });
    expect(row('0xE0C5')).toMatchObject({ state: 'in-use', locked: false });
  });

  it('on an Express chip: what cannot be read is not called empty', async () => {
    const row = await rows('simulated:express');
    expect(row('0xE0E1')).toMatchObject({ state: 'not-readable', glance: 'not readable', locked: true });
    expect(row('0xE140')).toMatchObject({ state: 'not-readable', locked: true });
    expect(row('0xF1D0')).toMatchObject({ state: 'not-readable', locked: true });
    expect(row('0xE0F2')).toMatchObject({ state: 'empty', locked: false });
    expect(row('0xE0FC')).toMatchObject({ state: 'in-use', glance: 'holds an RSA-2048 key · authentication, signature', locked: true });
  });

  it('after a write, an erase and a lock', async () => {
    await rows('simulated');
    const { certificatePem } = await identity('secp256r1', { subject: 'CN=dev 1' });
    await run({ kind: 'write', id: '0xE0E2', ticket: await program.take('dev1.pem', certificatePem) });
    await run({ kind: 'write', id: '0xF1D2', hex: 'c0ffee' });
    await run({ kind: 'lock', id: '0xF1D2' });
    let row = await rows();
    expect(row('0xE0E2')).toMatchObject({ state: 'in-use', glance: 'CN=dev 1' });
    expect(row('0xE0E2')?.changed).toContain('content');
    expect(row('0xF1D2')).toMatchObject({ state: 'in-use', glance: 'C0 FF EE', locked: true });
    await run({ kind: 'erase', id: '0xE0E2' });
    row = await rows();
    expect(row('0xE0E2')).toMatchObject({ state: 'empty', glance: 'empty' });
    expect(row('0xF1D2')?.changed).toEqual([]);
  });
});
