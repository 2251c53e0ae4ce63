import '../../testing/noProgram.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BoardView } from '../../../core/contract/board.ts';
import type { EventOf } from '../../../core/contract/operations.ts';
import type { PlanView } from '../../../core/contract/plan.ts';
import { identity } from '../../../electron/app/testing/program.ts';
import { givePairs } from '../../../electron/app/testing/provision.ts';
import { openWindow, type TestWindow } from '../../testing/openWindow.ts';
import { reviewStateOf } from './reviewState.ts';

let page: TestWindow;
let here: BoardView;
let [passed, refused, lacking]: PlanView[] = [];
const plans = () => {
  if (passed === undefined || refused === undefined || lacking === undefined) throw new Error('no plan');
  return { passed, refused, lacking };
};

beforeAll(async () => {
  page = await openWindow();
  const { program } = page;
  here = await program.ok('board/connect', { path: 'simulated' });
  // The sample chip's own certificate is operational and its change condition is never.
  refused = await program.ok('plan/from-edit', { kind: 'write', id: '0xE0E0', hex: '00' });
  await givePairs(program, { device: await identity(), integrity: await identity() });
  passed = await program.ok('plan/from-wizard', {});
  const { name } = await program.ok('plan/save', { planId: passed.planId, confirmations: {} });
  await program.ok('wizard/reset', {});
  lacking = await program.ok('plan/open', { ticket: await program.take(name, program.saved(name)) });
}, 60_000);
afterAll(() => page.program.close());

describe('what a review is worth', () => {
  it('green only for the chip on the board, and only when every step was tried', () => {
    const { passed: plan } = plans();
    expect(reviewStateOf(plan, here, undefined)).toEqual({ is: 'passed' });
    expect(reviewStateOf({ ...plan, verdict: 'not-all-tried' }, here, undefined)).toEqual({ is: 'not-all-tried' });
    expect(reviewStateOf(plans().refused, here, undefined)).toEqual({ is: 'refused' });
  });

  it('a step whose file was not given is not a refusal', () => {
    const plan = plans().lacking;
    const refusedByChip = plans().refused.steps.filter(({ rehearsal }) => rehearsal === 'refused');
    expect([plan.verdict, refusedByChip.length]).toEqual(['refused', 1]);
    expect(reviewStateOf(plan, here, undefined)).toEqual({ is: 'needs-file' });
    expect(reviewStateOf({ ...plan, steps: [...plan.steps, ...refusedByChip] }, here, undefined), 'the chip would refuse one after it').toEqual({ is: 'needs-file' });
    expect(reviewStateOf({ ...plan, steps: [...refusedByChip, ...plan.steps] }, here, undefined), 'the chip refused one before it').toEqual({ is: 'refused' });
    expect(reviewStateOf(plan, { link: 'none', simulated: false }, undefined)).toEqual({ is: 'no-board' });
  });

  it('another chip, or a review that main no longer takes: it is rehearsed again', async () => {
    const { passed: plan, lacking: shown } = plans();
    const told: EventOf<'plan/void'>[] = [];
    page.client.on('plan/void', (event) => told.push(event));
    const lost = await page.program.ok('board/simulate', { does: 'unplug' });
    expect(lost.link).toBe('lost');
    expect(reviewStateOf(shown, lost, told[0]), 'the message about the board says why').toEqual({ is: 'no-board' });
    expect(lost.fault?.code).toBe('link/closed');
    await page.program.ok('board/simulate', { does: 'plug' });
    await expect.poll(async () => (here = await page.program.ok('board/state', {})).link, { timeout: 5000 }).toBe('connected');
    // The main process reports only about the latest review.
    const [ofShown] = told;
    expect([told.length, ofShown?.planId, ofShown?.fault.code]).toEqual([1, shown.planId, 'plan/review-void']);
    expect(reviewStateOf(shown, here, ofShown)).toEqual({ is: 'void', why: ofShown?.fault.why });
    expect(ofShown?.fault.why).toMatch(/board/);
    expect(reviewStateOf(plan, here, ofShown), 'told of another review').toEqual({ is: 'passed' });
    await page.program.ok('board/simulate', { does: 'new-chip' });
    await expect.poll(async () => (here = await page.program.ok('board/state', {})).chip?.chipId ?? plan.chipId, { timeout: 5000 }).not.toBe(plan.chipId);
    expect(reviewStateOf(plan, here, undefined)).toEqual({ is: 'void', why: undefined });
  });

  it('without a board nothing is green', () => {
    expect(reviewStateOf(plans().passed, { link: 'none', simulated: false }, undefined)).toEqual({ is: 'no-board' });
  });
});
