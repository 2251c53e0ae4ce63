import { useMemo, type ReactNode, type Ref } from 'react';
import type { ConditionView, ObjectRow } from '../../core/contract/objects.ts';
import { Badge } from '../ui/badge.tsx';
import { DataGrid, type Column, type GridHandle } from '../ui/dataGrid.tsx';
import type { Lines } from '../ui/gridCursor.ts';
import { Truth } from './conditions.tsx';
import { filterWords } from './filterTexts.ts';
import { groupRows } from './groupRows.ts';
import css from './list.module.css';
import { StateIcon } from './stateSign.tsx';
import { objectsTexts as texts, sayUse } from './texts.ts';

function Condition({ condition }: { readonly condition: ConditionView | undefined }) {
  if (condition === undefined) return null;
  return (
    <span title={condition.sentence}>
      <Truth truth={condition.truth} short /> <span className={css.sentence}>{condition.sentence}</span>
    </span>
  );
}

const Locked = () => (
  <span title={filterWords.locked}>
    <StateIcon name="locked" />
    <span className="hiddenVisually">{filterWords.locked}</span>
  </span>
);

function Holds({ row }: { readonly row: ObjectRow }) {
  return (
    <>
      <span className={css.name}>
        {row.name} {row.locked && <Locked />}
      </span>
      {row.changed.length > 0 && (
        <Badge tone="accent">
          <span className={css.sentence}>{texts.changedFields(row.changed)}</span>
          <span className={css.short} title={texts.changedFields(row.changed)}>
            {texts.changed}
          </span>
        </Badge>
      )}
      <span className={css.glance}>{row.fault?.what ?? row.glance ?? row.type ?? ''}</span>
    </>
  );
}

const condition = (title: string, of: 'change' | 'read' | 'execute', width: string, narrow: string): Column<ObjectRow> => ({
  title,
  width,
  narrow,
  className: css.condition,
  cell: (row) => <Condition condition={row[of]} />,
});

const columns: readonly Column<ObjectRow>[] = [
  { title: texts.id, width: '4.5rem', mono: true, cell: ({ id }) => id },
  { title: texts.holds, width: 'minmax(14rem, 2.2fr)', narrow: 'minmax(0, 1fr)', cell: (row) => <Holds row={row} /> },
  { title: texts.lifecycle, width: '6.5rem', narrow: 'hidden', className: css.lifecycle, cell: ({ lifecycle }) => lifecycle ?? '' },
  {
    title: texts.size,
    width: '8rem',
    narrow: 'hidden',
    right: true,
    className: css.size,
    cell: sayUse,
  },
  condition(texts.change, 'change', 'minmax(9rem, 1.6fr)', '3.25rem'),
  condition(texts.read, 'read', 'minmax(7rem, 1fr)', '2.25rem'),
  condition(texts.execute, 'execute', 'minmax(7rem, 1fr)', '2rem'),
];

const keyOf = ({ id }: ObjectRow): string => id;

/** Kinds as titles, their objects below. */
function linesOfKinds(rows: readonly ObjectRow[]): Lines<ObjectRow> {
  const lines = groupRows(rows).flatMap(({ title, purpose, rows: own }) => [
    { title, purpose, row: undefined },
    ...own.map((row) => ({ title: undefined, purpose: '', row })),
  ]);
  return {
    count: lines.length,
    row: (line) => lines[line]?.row,
    title: (line) => {
      const { title, purpose } = lines[line] ?? {};
      if (title === undefined) return undefined;
      return (
        <>
          {title} <span className={css.purpose}>{purpose}</span>
        </>
      );
    },
  };
}

interface Props {
  readonly rows: readonly ObjectRow[];
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
  readonly empty?: ReactNode;
  readonly ref?: Ref<GridHandle>;
}

/**
 * All objects by kind. In a wide list each condition is a sentence; beside an open object it is a sign. There the arrow
 * keys go from object to object; in the wide list, Enter opens one.
 */
export function ObjectList({ rows, selected, onSelect, empty, ref }: Props) {
  const lines = useMemo(() => linesOfKinds(rows), [rows]);
  return (
    <DataGrid
      ref={ref}
      label={texts.title}
      columns={columns}
      lines={lines}
      empty={empty}
      keyOf={keyOf}
      selected={selected}
      onSelect={onSelect}
      follow={selected !== undefined}
      rowRem={2.75}
      narrowRem={62}
      testIdOf={(id) => `object-${id}`}
    />
  );
}
