import { expect, it } from 'vitest';
import { isRefused, toldResult, type UnitEnd } from './refusal.ts';

it.each<[string, UnitEnd, boolean]>([
  ['no units left', { result: 'fail', code: 'job/quantity-used' }, true],
  ['a number of another chip', { result: 'fail', code: 'job/serial-used' }, true],
  ['no number', { result: 'fail', code: 'job/serial-missing' }, true],
  ['no numbers left', { result: 'fail', code: 'job/serials-used' }, true],
  ['no pair of key and certificate left', { result: 'fail', code: 'job/no-value' }, true],
  ['withdrawn meanwhile', { result: 'fail', code: 'job/withdrawn' }, true],
  ['not valid yet', { result: 'fail', code: 'job/not-yet-valid' }, true],
  ['nobody knows how many there were', { result: 'fail', code: 'job/count-unknown' }, true],
  ['the disk is full', { result: 'fail', code: 'journal/not-written' }, true],
  ['the line was closed before it was taken', { result: 'fail', code: 'line/closed' }, true],
  ['the line was closed in the middle', { result: 'fail', code: 'line/closed', run: 'r' }, false],
  ['its chip id appeared in another slot before it was taken', { result: 'fail', code: 'line/chip-twice' }, true],
  ['its chip was taken out before it was taken', { result: 'fail', code: 'link/closed' }, false],
  ['ended by the end of the program', { result: 'fail', code: 'job/stopped', run: 'r' }, false],
  ['the chip does not answer', { result: 'fail', code: 'link/dead' }, false],
  ['the chip refuses a read', { result: 'fail', code: 'apdu/refused' }, false],
  ['a chip to keep apart', { result: 'check', code: 'job/other-family' }, false],
  ['a pass', { result: 'pass', run: 'r' }, false],
])('%s', (_, end, refused) => {
  expect(isRefused(end)).toBe(refused);
  expect(toldResult(end)).toBe(refused ? 'refused' : end.result);
});
