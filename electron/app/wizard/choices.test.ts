import { afterEach, describe, expect, it } from 'vitest';
import { identity, openProgram, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
afterEach(() => program.close());

const targets = async (): Promise<(id: string) => string | undefined> => {
  const { choices } = await program.ok('wizard/state', {});
  return (id) => choices.targets.find((choice) => choice.id === id)?.present;
};

describe('what the wizard says of the objects it offers', () => {
  it('a key object is empty, or says which key it holds', async () => {
    program = await openProgram();
    await program.ok('board/connect', { path: 'simulated' });
    expect((await targets())('0xE0F1')).toBe('empty, lifecycle: creation');
    const { planId } = await program.ok('plan/from-edit', { id: '0xE0F1', kind: 'generate-key', algorithm: 'secp384r1', usage: ['signature'] });
    await program.ok('plan/run', { planId, confirmations: {} });
    expect((await program.ended()).state).toBe('finished');
    const present = await targets();
    expect(present('0xE0F1')).toBe('holds a P-384 key, lifecycle: creation');
    expect(present('0xE0E3')).toBe('device certificate, lifecycle: creation');
  });

  it('says of a closed object whether something is in it, and that it is locked', async () => {
    program = await openProgram();
    await program.ok('board/connect', { path: 'simulated:express' });
    const present = await targets();
    expect(present('0xE0E2')).toBe('C=DE, CN=ac8cd178cf08d7e07a14e0d4ad6d191eabf5ea0af92ef438459065de8c9bfe3f, device certificate, locked, lifecycle: operational');
    expect(present('0xF1D0')).toBe('authorization reference, locked, lifecycle: operational');
    expect(present('0xE0FC')).toBe('holds an RSA-2048 key, locked, lifecycle: operational');
  });

  it('says what an open certificate, anchor or data object holds once it was looked at; a secret is not read for it', async () => {
    program = await openProgram();
    await program.ok('board/connect', { path: 'simulated' });
    const { certificatePem } = await identity('secp256r1', { subject: 'CN=dev 1' });
    for (const edit of [
      { kind: 'write', id: '0xE0E1', ticket: await program.take('dev1.pem', certificatePem) },
      { kind: 'write', id: '0xF1D2', hex: 'c0ffee' },
      { kind: 'metadata', id: '0xF1D3', json: '{"type":"update_secret"}' },
    ] as const) {
      const { planId } = await program.ok('plan/from-edit', edit);
      await program.ok('plan/run', { planId, confirmations: {} });
      expect((await program.ended()).state).toBe('finished');
    }
    const ids = ['0xE0E1', '0xE0E2', '0xE0E8', '0xF1D2', '0xF1D3'];
    const said = async () => {
      const { choices } = await program.ok('wizard/state', {});
      return ids.map((id) => choices.targets.find((choice) => choice.id === id)).map((choice) => [choice?.present, choice?.unread]);
    };
    const sent = async () => program.ok('trace/read', { after: 0 });
    expect(await said()).toEqual([
      ['device certificate, lifecycle: creation', true],
      ['device certificate, lifecycle: creation', true],
      ['trust anchor, lifecycle: creation', true],
      ['lifecycle: creation', true],
      ['protected update secret, lifecycle: creation', undefined],
    ]);
    const before = (await sent()).length;
    await program.ok('wizard/look', { ids });
    expect(await said()).toEqual([
      ['CN=dev 1, device certificate, lifecycle: creation', undefined],
      ['empty, device certificate, lifecycle: creation', undefined],
      ['empty, trust anchor, lifecycle: creation', undefined],
      ['in use, lifecycle: creation', undefined],
      ['protected update secret, lifecycle: creation', undefined],
    ]);
    const after = await sent();
    expect(after.length).toBeGreaterThan(before);
    expect(JSON.stringify(after.slice(before))).not.toContain('F1D3');
    // The objects are not read again.
    await program.ok('wizard/look', { ids });
    expect((await sent()).length).toBe(after.length);
  });
});
