import { Fragment, type ReactNode } from 'react';
import { classes } from './classes.ts';
import { moveFocus } from './moveFocus.ts';
import css from './table.module.css';

export interface Column<R> {
  readonly title: string;
  readonly cell: (row: R) => ReactNode;
  readonly right?: boolean;
  readonly mono?: boolean;
}

export interface Group<R> {
  readonly title: string;
  readonly rows: readonly R[];
}

interface Props<R> {
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly groups: readonly Group<R>[];
  readonly keyOf: (row: R) => string;
  readonly selected?: string | undefined;
  readonly onSelect: (key: string) => void;
}

/** A table whose rows are chosen with the mouse, or with arrows and Space. */
export function Table<R>({ label, columns, groups, keyOf, selected, onSelect }: Props<R>) {
  const first = groups[0]?.rows[0];
  const stop = selected ?? (first === undefined ? undefined : keyOf(first));
  const line = (row: R) => {
    const key = keyOf(row);
    return (
      <tr
        key={key}
        data-moves
        className={css.pick}
        aria-selected={key === selected}
        tabIndex={key === stop ? 0 : -1}
        onClick={() => onSelect(key)}
        onFocus={() => key !== selected && onSelect(key)}
      >
        {columns.map(({ title, cell, right, mono }) => (
          <td key={title} className={classes(right && 'right', mono && 'mono')}>
            {cell(row)}
          </td>
        ))}
      </tr>
    );
  };
  return (
    <table className={css.table} aria-label={label} role="grid">
      <thead>
        <tr>
          {columns.map(({ title, right }) => (
            <th key={title} scope="col" className={classes(right && 'right')}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody onKeyDown={moveFocus}>
        {groups.map((group) => (
          <Fragment key={group.title}>
            {group.title !== '' && (
              <tr className={css.group}>
                <td colSpan={columns.length}>{group.title}</td>
              </tr>
            )}
            {group.rows.map(line)}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
