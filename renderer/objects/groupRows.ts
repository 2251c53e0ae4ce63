import type { ObjectRow } from '../../core/contract/objects.ts';
import type { Group } from '../ui/table.tsx';
import { kindWords } from './texts.ts';

/** Rows by kind, kinds in our order; a kind that has no words yet comes last under its own name. */
export function groupRows(rows: readonly ObjectRow[]): Group<ObjectRow>[] {
  const known = new Map(kindWords);
  const kinds = [...kindWords.map(([kind]) => kind), ...new Set(rows.map(({ kind }) => kind).filter((kind) => !known.has(kind)))];
  return kinds
    .map((kind) => ({ title: known.get(kind) ?? kind, rows: rows.filter((row) => row.kind === kind) }))
    .filter((group) => group.rows.length > 0);
}
