import type { LineSlot } from '../../core/contract/line.ts';

export interface Cell {
  /** From 1, as in a CSS grid. */
  readonly row: number;
  readonly column: number;
}

export interface BenchGrid {
  readonly rows: number;
  readonly columns: number;
  /** In the order of the slots. */
  readonly cells: readonly Cell[];
}

/** Most tiles in a column, so that they can be read from two metres. */
const mostRows = 4;
/** Most tiles in a row: in the whole window, and when the pad for the PIN is open. */
export const mostColumns = { alone: 8, besidePad: 4 } as const;

/** The rows or columns in use, in order and without duplicates. */
const used = (places: readonly number[]): number[] => [...new Set(places)].toSorted((a, b) => a - b);

/** Number of columns for this many tiles. At least as many as rows, because a window is wider than high. */
const columnsFor = (count: number): number => (count <= 3 ? count : count <= 4 ? 2 : count <= 6 ? 3 : 4);

/**
 * Places each slot's tile as the slots lie on the bench, without the empty rows and columns. If two slots have the same
 * place, or the bench is too long for readable tiles, the tiles are placed row by row in the order of the bench.
 * @param widest most tiles beside each other
 */
export function benchGrid(slots: readonly Pick<LineSlot, 'number' | 'place'>[], widest: number): BenchGrid {
  const [rows, columns] = [used(slots.map(({ place }) => place.row)), used(slots.map(({ place }) => place.column))];
  const places = new Set(slots.map(({ place }) => `${place.row} ${place.column}`));
  if (places.size === slots.length && rows.length <= mostRows && columns.length <= widest) {
    return { rows: rows.length, columns: columns.length, cells: slots.map(({ place }) => ({ row: rows.indexOf(place.row) + 1, column: columns.indexOf(place.column) + 1 })) };
  }
  const wide = columnsFor(slots.length);
  const order = slots.toSorted((a, b) => a.place.row - b.place.row || a.place.column - b.place.column || a.number - b.number);
  const cells = slots.map((slot) => order.indexOf(slot)).map((at) => ({ row: Math.floor(at / wide) + 1, column: (at % wide) + 1 }));
  return { rows: Math.ceil(slots.length / wide), columns: wide, cells };
}
