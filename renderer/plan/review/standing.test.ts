import { describe, expect, it } from 'vitest';
import type { BoardView } from '../../../core/contract/board.ts';
import { connectedBoard, simulatedPort } from '../../testing/fakeChip.ts';
import { fakePlan } from '../../testing/fakePlan.ts';
import { standingOf } from './standing.ts';

const plan = fakePlan(false, true);
const connected = connectedBoard(simulatedPort);
const here: BoardView = { ...connected, chip: { ...(connected.chip as NonNullable<BoardView['chip']>), chipId: plan.chipId } };
const fault = { code: 'plan/review-void', what: 'This review does not count any more.', why: 'The board was away since it was shown.', todo: 'Review it again.' };
const gone = { code: 'link/closed', what: 'The board is gone.', why: 'The port was closed.', todo: 'Plug the board in again.' };

describe('what a review is worth', () => {
  it('green only for the chip on the board, and only when every step was tried', () => {
    expect(standingOf(plan, here, undefined)).toEqual({ is: 'passed' });
    expect(standingOf({ ...plan, verdict: 'not-all-tried' }, here, undefined)).toEqual({ is: 'not-all-tried' });
    expect(standingOf(fakePlan(true, true), here, undefined)).toEqual({ is: 'refused' });
  });

  it('a step whose file was not given is not a refusal', () => {
    const [refused, ...others] = fakePlan(true, true).steps.filter(({ rehearsal }) => rehearsal === 'refused');
    if (refused === undefined) throw new Error('nothing refused');
    const missing = { ...refused, fault: { code: 'plan/material-missing', what: '"update secret" is needed and is not here.', why: 'A plan never holds secrets.', todo: 'Choose its file.' } };
    const lacking = { ...plan, verdict: 'refused' as const, steps: [...plan.steps, missing, ...others] };
    expect(standingOf(lacking, here, undefined)).toEqual({ is: 'needs-file' });
    expect(standingOf({ ...lacking, steps: [refused, missing] }, here, undefined), 'the chip refused one before it').toEqual({ is: 'refused' });
    expect(standingOf(lacking, { link: 'none', simulated: false }, undefined)).toEqual({ is: 'no-board', fault: undefined });
  });

  it('another chip, or a review that main does not take any more: it is rehearsed again', () => {
    const other = { ...here, chip: { ...(here.chip as NonNullable<BoardView['chip']>), chipId: '0a09a413000a002f0099' } };
    expect(standingOf(plan, other, undefined)).toEqual({ is: 'void', why: undefined });
    expect(standingOf(plan, here, { planId: plan.planId, fault })).toEqual({ is: 'void', why: 'The board was away since it was shown.' });
    expect(standingOf(plan, here, { planId: 'an older one', fault })).toEqual({ is: 'passed' });
  });

  it('without a board nothing is green, and the board\'s own fault says why', () => {
    expect(standingOf(plan, { ...here, link: 'lost', fault: gone }, { planId: plan.planId, fault })).toEqual({ is: 'no-board', fault: gone });
    expect(standingOf(plan, { link: 'none', simulated: false }, undefined)).toEqual({ is: 'no-board', fault: undefined });
  });
});
