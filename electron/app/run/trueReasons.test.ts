import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import anchors from '../../../core/certificates/testing/anchors.json' with { type: 'json' };
import { openProgram, type TestProgram } from '../testing/program.ts';

const good = anchors.good['openssl req -new -x509, P-256'];
const version1 = anchors.odd['openssl x509 -req, version 1'].der;

let program: TestProgram;
beforeEach(async () => {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated' });
});
afterEach(() => program.close());

const write = (object: string, content: string) => ({ id: 'w', kind: 'write-object', object, what: 'x', content: { inline: content } });
const metadata = (object: string, changes: string) => ({ id: 'm', kind: 'write-metadata', object, changes, purpose: 'x' });
const open = async (step: object) => program.ok('plan/open', { ticket: await program.take('plan.json', JSON.stringify({ format: 'trust-bench-plan', version: 1, title: 'test', steps: [step] })) });

/** Runs one step, with the required confirmation. */
async function done(step: { readonly id: string; readonly object: string }): Promise<void> {
  const plan = await open(step);
  await program.ok('plan/run', { planId: plan.planId, confirmations: { [step.id]: step.object } });
  const { state, fault } = await program.ended();
  expect(state, JSON.stringify(fault)).toBe('finished');
}

/** Checks that both review and run refuse the plan, and that the chip's memory is unchanged. @returns the reason */
async function refused(step: { readonly id: string; readonly object: string }) {
  const before = program.memory();
  const plan = await open(step);
  expect(plan.verdict).toBe('refused');
  const no = await program.fault('plan/run', { planId: plan.planId, confirmations: { [step.id]: step.object } });
  expect(program.memory()).toBe(before);
  return no;
}

describe('the review tells the true reason', () => {
  it('the state of the application does not close the unusable anchor of an earlier run', async () => {
    await done(write('0xE0E8', good));
    await done(metadata('0xE0E8', '200be80111d30100d003' + 'e0fc07'));
    await done(metadata('0xE0E8', '2003c00107'));
    await done(write('0xE0E8', version1));
    expect(await refused(write('0xF1C0', '07'))).toMatchObject({ code: 'anchor/refused', data: { object: '0xE0E8' } });
  });

  it.each([
    ['0xF1C1', '40', 'object/not-for-this', 'written as a whole, it becomes 0x00, not 0x40'],
    ['0xF1C0', '0f', 'chip/refused', 'lifecycle has no termination'],
  ])('%s, %s', async (object, content, code, why) => {
    expect(await refused(write(object, content))).toMatchObject({ code, data: { why: expect.stringContaining(why) as string } });
  });

  it('content that cannot be read and that nothing shows is not locked', async () => {
    await done(write('0xF1D4', '5e'.repeat(32)));
    await done(metadata('0xF1D4', '2003d101ff'));
    expect(await refused(metadata('0xF1D4', '2003c00107'))).toMatchObject({ code: 'plan/lock-without-proof', data: { because: expect.stringContaining('Set a read condition that is met') as string } });
    expect(await refused({ id: 'lock', kind: 'lock', object: '0xF1D4', unreadable: false } as never)).toMatchObject({ code: 'plan/lock-without-proof' });
  });

  it('a key that is made in an empty object takes none away', async () => {
    const plan = await program.ok('plan/from-edit', { id: '0xE0F1', kind: 'generate-key', algorithm: 'secp256r1', usage: ['signature'] });
    expect(plan.steps.map(({ irreversibleBecause }) => irreversibleBecause)).toEqual([undefined]);
  });
});
