import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ReelView } from '../../../core/contract/reels.ts';
import { sampleReel } from '../../testing/sampleReel.ts';
import { isForKey, sayBatch } from './letter.ts';
import { kindOfQr } from './readQr.ts';
import { reelsTexts as texts } from '../texts.ts';

vi.mock('qr/decode.js', () => ({ default: () => '' }));

const digits = '00112233445566778899aabbccddeeff';
const guid = '00112233-4455-6677-8899-AABBCCDDEEFF';
const long = 'ab'.repeat(32);
let sample: ReelView;
beforeAll(async () => {
  sample = await sampleReel();
}, 60_000);

type Told = readonly [reelId: string, batch: string, lock: 'locked' | 'open'];
/** The open reels, which exist after the sample is made. The first reel is on the screen. */
const shelf = (...told: readonly Told[]) => () => ({ reels: told.map(([reelId, batch, lock]): ReelView => ({ ...sample, id: reelId, reelId, batch, lock })), shown: told[0]?.[0] });
const forKey = (text: string, on: ReturnType<typeof shelf>): boolean => isForKey(text, kindOfQr(text), on());
const says = (text: string, on: ReturnType<typeof shelf>): string => sayBatch(text, kindOfQr(text), on());

describe('the code of a letter', () => {
  it.each([
    ['no reel is open: a GUID without dashes goes to the batch ID', digits, shelf(), false],
    ['the reel on the screen waits for its key', digits, shelf(['A', long, 'locked']), true],
    ['it waits, and the digits are its batch', digits, shelf(['A', guid, 'locked']), false],
    ['it waits, and the digits are another open reel\'s batch', digits, shelf(['A', long, 'locked'], ['B', guid, 'open']), false],
    ['it is unlocked already', digits, shelf(['A', long, 'open'], ['B', 'b', 'locked']), false],
    ['a batch ID is never a key', long, shelf(['A', 'b', 'locked']), false],
    ['nor is other text', 'some text', shelf(['A', 'b', 'locked']), false],
  ])('%s', (_, text, on, wanted) => expect(forKey(text, on)).toBe(wanted));

  it.each([
    [long, shelf(), texts.qrBatch],
    [digits, shelf(), texts.qrOther],
    [digits, shelf(['A', guid, 'locked']), texts.qrSameBatch],
    [guid, shelf(['A', long, 'open'], ['B', digits, 'open']), texts.qrOpenBatch('B')],
    [guid, shelf(['A', long, 'open']), texts.qrOtherBatch('A')],
    ['some text', shelf(['A', long, 'open']), texts.qrOtherText('A')],
  ])('%s', (text, on, wanted) => expect(says(text, on)).toBe(wanted));
});
