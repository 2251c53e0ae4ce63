import { expect, it } from 'vitest';
import { Slots } from './gridSlots.ts';

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => ({ index: first + at }));

function shown(slots: Slots, first: number, last: number): number[] {
  slots.show(range(first, last));
  return range(first, last).map(({ index }) => slots.of(index));
}

it('lines that scroll by keep their elements', () => {
  const slots = new Slots();
  expect(shown(slots, 0, 3)).toEqual([0, 1, 2, 3]);
  expect(shown(slots, 2, 5)).toEqual([2, 3, 4, 5]);
});

it('after a jump the same elements show other lines', () => {
  const slots = new Slots();
  expect(shown(slots, 0, 3)).toEqual([0, 1, 2, 3]);
  expect(shown(slots, 500, 503)).toEqual([0, 1, 2, 3]);
  expect(shown(slots, 502, 505)).toEqual([2, 3, 4, 5]);
  expect(shown(slots, 10, 14)).toEqual([2, 3, 4, 5, 6]);
});

it('the same lines once more, and an empty list, change nothing', () => {
  const slots = new Slots();
  shown(slots, 7, 9);
  expect(shown(slots, 7, 9)).toEqual(shown(slots, 7, 9));
  slots.show([]);
  expect(slots.of(8)).toBe(1);
});
