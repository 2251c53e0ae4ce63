import { afterEach, describe, expect, it } from 'vitest';
import { openBench, type TestBench } from '../testing/bench.ts';

let bench: TestBench;
afterEach(() => bench.close());

const targets = async (): Promise<(id: string) => string | undefined> => {
  const { choices } = await bench.ok('wizard/state', {});
  return (id) => choices.targets.find((choice) => choice.id === id)?.present;
};

describe('what the wizard says of the objects it offers', () => {
  it('a key object is empty, or says which key it holds', async () => {
    bench = await openBench();
    await bench.ok('board/connect', { path: 'simulated' });
    expect((await targets())('0xE0F1')).toBe('empty, lifecycle: creation');
    const { planId } = await bench.ok('plan/from-edit', { id: '0xE0F1', kind: 'generate-key', algorithm: 'secp384r1', usage: ['signature'] });
    await bench.ok('plan/run', { planId, confirmations: {} });
    expect((await bench.ended()).state).toBe('finished');
    const present = await targets();
    expect(present('0xE0F1')).toBe('holds a P-384 key, lifecycle: creation');
    expect(present('0xE0E3')).toBe('device certificate, lifecycle: creation');
  });

  it('says of a closed object whether something is in it, and that it is locked', async () => {
    bench = await openBench();
    await bench.ok('board/connect', { path: 'simulated:express' });
    const present = await targets();
    expect(present('0xE0E2')).toBe('C=DE, CN=ac8cd178cf08d7e07a14e0d4ad6d191eabf5ea0af92ef438459065de8c9bfe3f, device certificate, locked, lifecycle: operational');
    expect(present('0xF1D0')).toBe('authorization reference, locked, lifecycle: operational');
    expect(present('0xE0FC')).toBe('holds an RSA-2048 key, locked, lifecycle: operational');
  });
});
