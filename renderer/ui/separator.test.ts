import { expect, it } from 'vitest';
import { heightAfter } from './separator.ts';

const limits = { least: 8, most: 60 };

it.each([
  ['ArrowUp', false, 22, 24],
  ['ArrowDown', false, 22, 20],
  ['ArrowUp', true, 22, 30],
  ['ArrowDown', true, 10, 8],
  ['ArrowUp', false, 60, 60],
  ['Home', false, 22, 8],
  ['End', false, 22, 60],
  ['Enter', false, 22, undefined],
])('%s (Shift: %s) at %d rem: %s', (key, shift, height, after) => {
  expect(heightAfter(key, shift, height, limits)).toBe(after);
});
