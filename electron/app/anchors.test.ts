import { beforeEach, afterEach, describe, expect, it } from 'vitest';
import anchors from '../../core/certificates/testing/anchors.json' with { type: 'json' };
import { hex } from '../../core/bytes/hex.ts';
import { encodePem } from '../../core/keys/pem.ts';
import type { PlanView } from '../../core/contract/plan.ts';
import { oid } from '../../core/objects/oid.ts';
import { encodePlan } from '../../core/plan/planFile.ts';
import { sayBreach } from '../../core/result/words/anchors.ts';
import type { ChipState } from '../../core/simulator/chip/state.ts';
import { openProgram, type TestProgram } from './testing/program.ts';
import { runPlan } from './testing/provision.ts';

let program: TestProgram;
beforeEach(async () => {
  program = await openProgram();
  await program.ok('board/connect', { path: 'simulated' });
});
afterEach(() => program.close());

const v1 = anchors.odd['openssl x509 -req, version 1'].der;
const good = anchors.good['openssl req -new -x509, P-256'];
const says = sayBreach({ rule: 'version', found: '1' });

const e0e3 = (): string => (JSON.parse(program.memory()) as ChipState).objects['e0e3']?.metadata ?? '';

const refusal = ({ verdict, fault }: PlanView) => ({ verdict, code: fault?.code, why: fault?.why.includes(says) });
const refused = { verdict: 'refused', code: 'anchor/refused', why: true };

async function giveAnchor(der: string): Promise<void> {
  await program.ok('wizard/material', { slot: 'integrity', ticket: await program.take('anchor.pem', encodePem('CERTIFICATE', hex(der))) });
}

describe('a trust anchor that the chip cannot use, in the window', () => {
  // The target accepts only metadata, so no key is needed.
  const answers = { target: '0xE0F1', update: 'metadata' } as const;

  it('wizard: told at its step; with the lock the review refuses it', async () => {
    await giveAnchor(v1);
    const open = await program.ok('wizard/answer', { ...answers, lockAnchor: false });
    expect(open.warnings.filter(({ step }) => step === 1).map(({ text }) => text)).toEqual([expect.stringContaining(says)]);
    const plan = await program.ok('plan/from-wizard', {});
    expect([plan.verdict, plan.warnings]).toEqual(['passed', [expect.stringContaining(says)]]);
    const locked = await program.ok('wizard/answer', { lockAnchor: true });
    expect(locked.warnings.find(({ step }) => step === 1)?.text).toContain('the review will refuse the plan');
    const review = await program.ok('plan/from-wizard', {});
    expect(refusal(review)).toEqual(refused);
    expect(await program.fault('plan/run', { planId: review.planId, confirmations: { 'lock-anchor': '0xE0E3' } })).toMatchObject({ code: 'anchor/refused' });
    expect(e0e3()).toContain('c00101');
  });

  it('wizard: a good one is locked, and the report says what the proof is', async () => {
    await giveAnchor(good);
    const view = await program.ok('wizard/answer', { ...answers, lockAnchor: true });
    expect(view.warnings.filter(({ step }) => step === 1)).toEqual([]);
    const ended = await runPlan(program, await program.ok('plan/from-wizard', {}));
    expect(ended.state, JSON.stringify(ended.fault)).toBe('finished');
    expect(ended.steps.at(-1)).toMatchObject({ state: 'done', proof: expect.stringContaining('as we understand the manual') });
    expect(e0e3()).toContain('c00107');
  });

  it('edits of the object, a plan file and an import', async () => {
    expect((await runPlan(program, await program.ok('plan/from-edit', { kind: 'write', id: '0xE0E3', hex: v1 }))).state).toBe('finished');
    const becomes = await program.ok('plan/from-edit', { kind: 'metadata', id: '0xE0E3', json: '{"type":"trust_anchor"}' });
    expect([becomes.verdict, becomes.warnings]).toEqual(['passed', [expect.stringContaining(says)]]);
    expect((await runPlan(program, becomes)).state).toBe('finished');
    expect(refusal(await program.ok('plan/from-edit', { kind: 'lock', id: '0xE0E3' }))).toEqual(refused);
    expect(refusal(await program.ok('plan/from-edit', { kind: 'metadata', id: '0xE0E3', json: '{"lcso":"operational"}' }))).toEqual(refused);
    const file = encodePlan({ title: 'x', steps: [{ id: 'lock', kind: 'lock', object: oid(0xe0e3), unreadable: false }], confirmed: { objects: ['0xE0E3'] } });
    expect(refusal(await program.ok('plan/open', { ticket: await program.take('plan.json', file) }))).toEqual(refused);
    const chip = JSON.stringify({ e0e3: { metadata: '2019c00107c40206c0c50206c0d003e1fc07d10100d30100e80111', data: v1 } });
    const imported = await program.ok('chip/import', { ticket: await program.take('chip.json', chip) });
    expect(JSON.stringify(imported)).toContain(says);
    expect(imported.plan).toBeUndefined();
    expect(e0e3()).toContain('c00101');
  });

  it('not shown: the review says it before the id is typed, the report afterwards', async () => {
    await runPlan(program, await program.ok('plan/from-edit', { kind: 'write', id: '0xE0E3', hex: good }));
    await runPlan(program, await program.ok('plan/from-edit', { kind: 'metadata', id: '0xE0E3', json: '{"type":"trust_anchor","execute":["lcso","==","operational"]}' }));
    const plan = await program.ok('plan/from-edit', { kind: 'lock', id: '0xE0E3' });
    expect(plan.steps[0]).toMatchObject({ undoable: false, note: expect.stringContaining('not proved that the chip can use the certificate') });
    expect(await program.fault('plan/run', { planId: plan.planId, confirmations: {} })).toMatchObject({ code: 'plan/not-confirmed' });
    expect((await runPlan(program, plan)).steps[0]).toMatchObject({ state: 'unproved', says: expect.stringContaining('not met now') });
    expect(e0e3()).toContain('c00107');
  });
});
