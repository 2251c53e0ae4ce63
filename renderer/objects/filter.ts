import { create } from 'zustand';
import type { ObjectRow } from '../../core/contract/objects.ts';

export const filterNames = ['in-use', 'empty', 'secret', 'not-readable', 'locked', 'changed'] as const;
export type FilterName = (typeof filterNames)[number];

interface FilterState {
  readonly search: string;
  readonly chosen: readonly FilterName[];
  find(search: string): void;
  toggle(name: FilterName): void;
  showAll(): void;
}

/** The filter of the list. It is kept while a review is open, and for the next chip. */
export const useFilter = create<FilterState>((set) => ({
  search: '',
  chosen: [],
  find: (search) => set({ search }),
  toggle: (name) => set(({ chosen }) => ({ chosen: chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name] })),
  showAll: () => set({ search: '', chosen: [] }),
}));

function is(row: ObjectRow, name: FilterName): boolean {
  if (name === 'locked') return row.locked;
  return name === 'changed' ? row.changed.length > 0 : row.state === name;
}

/** How many of all objects each filter would show. */
export const countOf = (rows: readonly ObjectRow[], name: FilterName): number => rows.filter((row) => is(row, name)).length;

const isContent = (name: FilterName): boolean => name !== 'locked' && name !== 'changed';

/**
 * Whether every word of the search occurs in the id, the name, the summary of the content (a certificate's subject),
 * the type, the algorithm or the lifecycle.
 */
function found({ id, name, glance, type, algorithm, lifecycle }: ObjectRow, search: string): boolean {
  const text = [id, name, glance, type, algorithm, lifecycle].join(' ').toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/** Returns the objects that match the search, one of the chosen states, and "locked" or "changed" if these are chosen. */
export function filterRows(rows: readonly ObjectRow[], { search, chosen }: Pick<FilterState, 'search' | 'chosen'>): readonly ObjectRow[] {
  const states = chosen.filter(isContent);
  const others = chosen.filter((name) => !isContent(name));
  if (search.trim() === '' && chosen.length === 0) return rows;
  return rows.filter((row) => (states.length === 0 || states.some((name) => is(row, name))) && others.every((name) => is(row, name)) && found(row, search));
}
