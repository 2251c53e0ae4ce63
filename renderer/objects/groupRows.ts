import type { ObjectRow } from '../../core/contract/objects.ts';
import { kindWords } from './texts.ts';

export interface KindGroup {
  readonly title: string;
  /** The purpose of this kind of object. */
  readonly purpose: string;
  readonly rows: readonly ObjectRow[];
}

/** Rows by kind, in our order of kinds. An unknown kind comes last, under its own name. */
export function groupRows(rows: readonly ObjectRow[]): KindGroup[] {
  const known = new Map(kindWords);
  const kinds = [...kindWords.map(([kind]) => kind), ...new Set(rows.map(({ kind }) => kind).filter((kind) => !known.has(kind)))];
  return kinds
    .map((kind) => {
      const mine = rows.filter((row) => row.kind === kind);
      return { title: known.get(kind) ?? kind, purpose: mine[0]?.purpose ?? '', rows: mine };
    })
    .filter((group) => group.rows.length > 0);
}
