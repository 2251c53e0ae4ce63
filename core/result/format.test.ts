import { describe, expect, it } from 'vitest';
import { joinChipId, plainFingerprint, sayAgo, sayBytes, sayChipId, sayCount, sayDay, sayFingerprint, sayMoment, sayMs } from './format.ts';

it.each([
  [new Date('2026-11-22T23:59:59Z'), '2026-11-22'],
  ['2036-01-01T00:00:00Z', '2036-01-01'],
  ['never', 'never'],
])('day of %s', (time, says) => expect(sayDay(time)).toBe(says));

it('a moment is said in the time of the computer, and what is none is left as it is', () => {
  expect(sayMoment(new Date(2026, 10, 2, 9, 5, 7).toISOString())).toBe('2026-11-02 09:05:07');
  expect(sayMoment('yesterday')).toBe('yesterday');
});

it.each([
  ['0a09a413000a0084007c', '0A09A413000A 0084 007C'],
  ['0A09A413000A0084007C', '0A09A413000A 0084 007C'],
  ['TB12345678', 'TB12345678'],
  ['every chip of reel TB12345678', 'every chip of reel TB12345678'],
])('chip id of %s', (id, says) => expect(sayChipId(id)).toBe(says));

it.each([
  ['0A09A413000A 0084 007C', '0A09A413000A0084007C'],
  ['0a09a413000a 0084 007c', undefined],
  ['0A09A413000A0084007C', undefined],
  ['chip 0A09A413000A 0084 007C', undefined],
])('the chip id %s without blanks', (text, id) => expect(joinChipId(text)).toBe(id));

it('a fingerprint is in groups of four, and is read back from any form', () => {
  expect(sayFingerprint('3f0a11c2d4e5')).toBe('3F0A 11C2 D4E5');
  expect(sayFingerprint('')).toBe('');
  for (const text of ['3F0A 11C2 D4E5', '3F:0A:11:C2:D4:E5', '3f0a11c2d4e5']) expect(plainFingerprint(text)).toBe('3f0a11c2d4e5');
});

it('one byte is not bytes', () => expect([0, 1, 140].map(sayBytes)).toEqual(['0 bytes', '1 byte', '140 bytes']));

it.each([
  [12.4, '12 ms'],
  [1840, '1.8 s'],
  [125_400, '2 min 5 s'],
])('%d ms', (ms, says) => expect(sayMs(ms)).toBe(says));

it('thousands are parted', () => expect([0, 999, 1000, 12_900, 100_000, 1_234_567].map(sayCount)).toEqual(['0', '999', '1,000', '12,900', '100,000', '1,234,567']));

describe('how long ago', () => {
  it.each([
    [0, 'just now'],
    [999, 'just now'],
    [40_000, '40 s ago'],
    [60_000, '1 min ago'],
    [3_599_999, '59 min ago'],
    [7_200_000, '2 h ago'],
    [86_400_000, '1 day ago'],
    [432_000_000, '5 days ago'],
  ])('%i ms', (ms, says) => expect(sayAgo(ms)).toBe(says));
});
