import { expect, it } from 'vitest';
import { besides, drawnBench, freeNumber, nextSlot } from './benchPlaces.ts';

const at = (row: number, column: number) => ({ place: { row, column } });

it('the bench is drawn with one free row, at least two rows of four, at most sixteen', () => {
  expect(drawnBench([])).toEqual({ rows: 2, columns: 4 });
  expect(drawnBench([at(0, 0), at(1, 5)])).toEqual({ rows: 3, columns: 6 });
  expect(drawnBench([at(15, 15)])).toEqual({ rows: 16, columns: 16 });
});

it.each([
  ['ArrowUp', { row: 0, column: 1 }],
  ['ArrowDown', { row: 2, column: 1 }],
  ['ArrowLeft', { row: 1, column: 0 }],
  ['ArrowRight', { row: 1, column: 2 }],
  ['Enter', undefined],
])('%s from row 1, column 1', (key, place) => expect(besides(key, { row: 1, column: 1 })).toEqual(place));

it('a slot is not moved over the edge of the bench', () => {
  expect([besides('ArrowUp', { row: 0, column: 0 }), besides('ArrowLeft', { row: 0, column: 0 }), besides('ArrowDown', { row: 15, column: 15 }), besides('ArrowRight', { row: 15, column: 15 })]).toEqual([undefined, undefined, undefined, undefined]);
});

it('arrow keys go to the nearest slot in that direction, in the same line first', () => {
  const [left, right, far, below] = [at(0, 0), at(0, 2), at(0, 5), at(1, 1)];
  const all = [left, right, far, below];
  expect(nextSlot('ArrowRight', left, all)).toBe(right);
  expect(nextSlot('ArrowRight', right, all)).toBe(far);
  expect(nextSlot('ArrowRight', far, all)).toBeUndefined();
  expect(nextSlot('ArrowDown', left, all)).toBe(below);
  expect(nextSlot('ArrowUp', below, all)).toBe(left);
  expect(nextSlot('Home', left, all)).toBeUndefined();
});

it('a new slot gets the lowest free number; none after sixteen', () => {
  expect(freeNumber([{ number: 1 }, { number: 3 }])).toBe(2);
  expect(freeNumber(Array.from({ length: 16 }, (_, index) => ({ number: index + 1 })))).toBeUndefined();
});
