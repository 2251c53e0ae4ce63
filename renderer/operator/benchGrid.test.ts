import { describe, expect, it } from 'vitest';
import { benchGrid, mostColumns } from './benchGrid.ts';

type Place = readonly [row: number, column: number];
const slots = (places: readonly Place[]) => places.map(([row, column], at) => ({ number: at + 1, place: { row, column } }));
const bench = (...places: readonly Place[]) => benchGrid(slots(places), mostColumns.alone);
const inRow = (count: number): Place[] => Array.from({ length: count }, (_, column) => [0, column] as const);
const row = (count: number) => bench(...inRow(count));

describe('tiles', () => {
  it('lie as the slots do, without empty rows and columns', () => {
    expect(bench([0, 0], [0, 9], [7, 9])).toEqual({ rows: 2, columns: 2, cells: [{ row: 1, column: 1 }, { row: 1, column: 2 }, { row: 2, column: 2 }] });
    expect(row(8)).toMatchObject({ rows: 1, columns: 8 });
    expect(bench([3, 3])).toEqual({ rows: 1, columns: 1, cells: [{ row: 1, column: 1 }] });
  });
  it('of a long row are folded in their order', () => {
    const { rows, columns, cells } = row(16);
    expect([rows, columns, cells[4], cells[15]]).toEqual([4, 4, { row: 2, column: 1 }, { row: 4, column: 4 }]);
    expect(benchGrid(slots(inRow(8)), mostColumns.besidePad), 'beside the pad').toMatchObject({ rows: 2, columns: 4 });
    expect(bench(...Array.from({ length: 5 }, (_, at) => [at, 0] as const))).toMatchObject({ rows: 2, columns: 3 });
  });
  it('of slots in one place are put side by side, by number', () => {
    expect(bench([0, 0], [0, 0])).toEqual({ rows: 1, columns: 2, cells: [{ row: 1, column: 1 }, { row: 1, column: 2 }] });
  });
});
