import type { FilterName } from './filter.ts';

/** Texts of the search, the filters and the states of objects. */
export const filterTexts = {
  search: 'Search objects',
  searchHint: 'Id, name, certificate subject',
  filters: 'Show only',
  shown: (shown: number, all: number) => `${shown} of ${all} objects`,
  none: 'No object matches the search and the filters.',
  showAll: 'Show all objects',
} as const;

/** The states as words, in the order of the buttons. */
export const filterWords: Readonly<Record<FilterName, string>> = {
  'in-use': 'In use',
  empty: 'Empty',
  secret: 'Secret, not read',
  'not-readable': 'Not readable',
  locked: 'Locked',
  changed: 'Changed',
};
