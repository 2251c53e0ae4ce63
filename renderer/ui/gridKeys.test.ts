import { describe, expect, it } from 'vitest';
import { nextLine } from './gridKeys.ts';

const rows = () => false;
/** Two groups: titles on the lines 0 and 4, rows on 1 to 3 and 5 to 6. */
const grouped = (line: number) => line === 0 || line === 4;

describe('keys of a grid', () => {
  it.each([
    ['ArrowDown', 3, 4],
    ['ArrowUp', 3, 2],
    ['PageDown', 3, 13],
    ['PageUp', 13, 3],
    ['Home', 3, 0],
    ['End', 3, 12_899],
    ['ArrowDown', 12_899, 12_899],
    ['ArrowUp', 0, 0],
    ['PageDown', 12_895, 12_899],
    ['ArrowDown', undefined, 0],
    ['PageDown', undefined, 0],
    ['End', undefined, 12_899],
    ['Enter', 3, undefined],
    ['a', 3, undefined],
  ] as const)('%s from %s leads to %s', (key, at, to) => expect(nextLine(key, at, 12_900, rows)).toBe(to));

  it.each([
    ['ArrowDown', 3, 5],
    ['ArrowUp', 5, 3],
    ['ArrowUp', 1, 1],
    ['Home', 6, 1],
    ['End', 1, 6],
    ['PageUp', 6, 1],
    ['ArrowDown', undefined, 1],
  ] as const)('titles are passed over: %s from %s leads to %s', (key, at, to) => expect(nextLine(key, at, 7, grouped)).toBe(to));

  it('a grid without rows has nowhere to go', () => {
    expect(nextLine('ArrowDown', undefined, 0, rows)).toBeUndefined();
    expect(nextLine('End', undefined, 1, () => true)).toBeUndefined();
  });
});
