import { describe, expect, it } from 'vitest';
import { isWhole, type WaferCell } from '../../core/contract/wafer.ts';
import { WaferGrid } from './waferGrid.ts';

const batch = '0a091b5c0015';
const side = 320;

/** @param places X, Y and the present things of each chip */
function gridOf(places: readonly (readonly [number, number, number?])[]): WaferGrid {
  const cells = Uint8Array.from(places.flatMap(([x, y, has = 0b11111]) => [x >> 8, x & 0xff, y >> 8, y & 0xff, has]));
  return new WaferGrid({ cells, batch }, side);
}
const at = (grid: WaferGrid, x: number, y: number): WaferCell => grid.cellOf(grid.chipId({ x, y, has: 0 })) as WaferCell;
const whole = (wide: number, high: number, from = 0) => Array.from({ length: wide * high }, (_, i) => [from + (i % wide), from + Math.floor(i / wide)] as const);

describe('the wafer map', () => {
  it('begins where the chips begin, and knows each by its place and by its id', () => {
    const grid = gridOf(whole(4, 3, 300));
    expect([grid.scale, grid.height]).toEqual([80, 240]);
    for (const cell of grid.cells) {
      const { left, top, size } = grid.square(cell);
      expect([grid.at(left, top), grid.at(left + size - 1, top + size - 1)]).toEqual([cell, cell]);
      expect(grid.cellOf(grid.chipId(cell))).toBe(cell);
    }
    expect(grid.chipId(at(grid, 300, 302))).toBe(`${batch}012c012e`);
    expect([grid.at(0, 240), grid.at(-1, 0), grid.cellOf('ffffffffffff012c012e'), grid.cellOf(undefined)]).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('goes from chip to chip over gaps, and stays at the edges', () => {
    const grid = gridOf([[0, 0], [5, 0], [9, 0], [5, 7]]);
    const way = (from: readonly [number, number], direction: readonly [number, number]): readonly number[] => {
      const { x, y } = grid.next(at(grid, ...from), direction);
      return [x, y];
    };
    expect(way([0, 0], [1, 0])).toEqual([5, 0]);
    expect(way([9, 0], [-1, 0])).toEqual([5, 0]);
    expect(way([5, 0], [0, 1])).toEqual([5, 7]);
    expect(way([5, 7], [0, -1])).toEqual([5, 0]);
    for (const [from, direction] of [[[9, 0], [1, 0]], [[0, 0], [0, 1]], [[5, 7], [1, 0]]] as const) expect(way(from, direction)).toEqual(from);
  });

  it('shows a wafer with more chips across than there are pixels whole', () => {
    const grid = gridOf([[0, 0], [65535, 65535]]);
    const { left, top, size } = grid.square(at(grid, 65535, 65535));
    expect([left, top, size, grid.height]).toEqual([319, 319, 1, 320]);
    expect(grid.at(319, 319)).toEqual({ x: 65535, y: 65535, has: 0b11111 });
  });

  it('calls whole what lacks nothing that can be known yet', () => {
    const cell = (has: number): WaferCell => ({ x: 0, y: 0, has });
    expect([0b00111, 0b00011, 0b11111].map((has) => isWhole(cell(has), true))).toEqual([true, false, true]);
    expect([0b00111, 0b01111, 0b11111].map((has) => isWhole(cell(has), false))).toEqual([false, false, true]);
  });
});
