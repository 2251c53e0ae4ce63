import '../testing/noProgram.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChipVerdict, ReelView } from '../../core/contract/reels.ts';
import { sampleReel } from '../testing/sampleReel.ts';
import { glanceOf } from './reelGlance.tsx';
import { reelsTexts as texts } from './texts.ts';

let reels: readonly ReelView[];
beforeAll(async () => {
  reels = [await sampleReel()];
}, 60_000);
const verdictOf = (verdict: ChipVerdict['verdict']): ChipVerdict => ({ chipId: '', verdict, says: '', checks: [] });
const fault = { code: 'link/closed', what: '', why: '', todo: '' };
const nothing = { where: undefined, verdict: undefined, verdictFault: undefined, beforeRun: false };

describe('the chip in the top bar', () => {
  it('without an open reel nothing is said', () => expect(glanceOf({ ...nothing, reels: [], where: '', verdict: verdictOf('not-genuine') })).toBeUndefined());

  it.each([
    ['at first', nothing, texts.glanceLooking, texts.glanceChecking, 'plain'],
    ['found', { ...nothing, where: 'TB01' }, texts.glanceOn('TB01'), texts.glanceChecking, 'plain'],
    ['checked', { ...nothing, where: 'TB01', verdict: verdictOf('on-reel') }, texts.glanceOn('TB01'), texts.glanceGood, 'good'],
    ['of another reel', { ...nothing, where: '', verdict: verdictOf('other-reel') }, texts.glanceNone, texts.glanceGood, 'plain'],
    ['bad', { ...nothing, where: 'TB01', verdict: verdictOf('not-genuine') }, texts.glanceOn('TB01'), texts.glanceBad, 'bad'],
    ['bad, then a run', { ...nothing, where: 'TB01', verdict: verdictOf('not-genuine'), beforeRun: true }, texts.glanceOn('TB01'), texts.glanceBeforeRun(texts.glanceBad), 'bad'],
    ['cut off', { ...nothing, where: 'TB01', verdictFault: fault }, texts.glanceOn('TB01'), texts.glanceUnchecked, 'warn'],
  ] as const)('%s', (_, state, where, says, tone) => expect(glanceOf({ ...state, reels })).toMatchObject({ where, says, tone }));
});
