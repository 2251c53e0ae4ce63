import '../testing/noProgram.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChipVerdict, ReelView } from '../../core/contract/reels.ts';
import { sampleReel } from '../testing/sampleReel.ts';
import { glanceOf } from './reelGlance.tsx';

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
    ['at first', nothing, 'Searching the reels…', 'checking…', 'plain'],
    ['found', { ...nothing, where: 'TB01' }, 'On reel TB01', 'checking…', 'plain'],
    ['checked', { ...nothing, where: 'TB01', verdict: verdictOf('on-reel') }, 'On reel TB01', 'genuine', 'good'],
    ['of another reel', { ...nothing, where: '', verdict: verdictOf('other-reel') }, 'On no open reel', 'genuine', 'plain'],
    ['bad', { ...nothing, where: 'TB01', verdict: verdictOf('not-genuine') }, 'On reel TB01', 'Not genuine', 'bad'],
    ['bad, then a run', { ...nothing, where: 'TB01', verdict: verdictOf('not-genuine'), beforeRun: true }, 'On reel TB01', 'Not genuine (before the run)', 'bad'],
    ['cut off', { ...nothing, where: 'TB01', verdictFault: fault }, 'On reel TB01', 'not checked', 'warn'],
  ] as const)('%s', (_, state, where, says, tone) => expect(glanceOf({ ...state, reels })).toMatchObject({ where, says, tone }));
});
