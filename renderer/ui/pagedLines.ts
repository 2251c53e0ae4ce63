import type { Lines } from './gridCursor.ts';

interface Paged<R> {
  /** Number of rows in the whole list. */
  readonly total: number;
  /** The loaded pages, by number. */
  readonly pages: ReadonlyMap<number, readonly R[]>;
  /** Number of rows in each page except the last. */
  readonly size: number;
  readonly load: (page: number) => unknown;
}

/** Makes the lines of a list whose rows are loaded in pages, when the user scrolls near them. */
export function pagedLines<R>({ total, pages, size, load }: Paged<R>): Lines<R> {
  const pageOf = (line: number): number => Math.floor(line / size);
  return {
    count: total,
    row: (line) => pages.get(pageOf(line))?.[line % size],
    want: (lines) => {
      for (const page of new Set(lines.map(pageOf))) if (!pages.has(page)) void load(page);
    },
  };
}

/** The loaded row with this key. */
export function loadedRow<R>(pages: ReadonlyMap<number, readonly R[]>, isIt: (row: R) => boolean): R | undefined {
  for (const rows of pages.values()) {
    const row = rows.find(isIt);
    if (row !== undefined) return row;
  }
  return undefined;
}
