import { ListTree, MousePointerClick, RefreshCw } from 'lucide-react';
import { useEffect } from 'react';
import type { ObjectRow } from '../../core/contract/objects.ts';
import { useBoard, useObjects } from '../client/stores.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/emptyState.tsx';
import { Fault } from '../ui/fault.tsx';
import { Table, type Column } from '../ui/table.tsx';
import { BoardActions } from '../wizard/noBoard.tsx';
import { groupRows } from './groupRows.ts';
import { ObjectDetail } from './objectDetail.tsx';
import css from './objects.module.css';
import { objectsTexts as texts } from './texts.ts';

const columns: readonly Column<ObjectRow>[] = [
  { title: texts.id, mono: true, cell: ({ id }) => id },
  {
    title: texts.name,
    cell: ({ name, changed }) => (
      <>
        {name} {changed.length > 0 && <Badge tone="accent">{texts.changed}</Badge>}
      </>
    ),
  },
  { title: texts.type, cell: ({ type }) => type ?? '' },
  { title: texts.lifecycle, cell: ({ lifecycle }) => lifecycle ?? '' },
  { title: texts.used, right: true, cell: ({ usedSize }) => usedSize ?? '' },
  { title: texts.max, right: true, cell: ({ maxSize }) => maxSize ?? '' },
];

function NoBoardHere() {
  return (
    <EmptyState icon={<ListTree size="2.5rem" aria-hidden />} title={texts.noBoardTitle} actions={<BoardActions />}>
      {texts.noBoardBody}
    </EmptyState>
  );
}

function Columns({ rows }: { readonly rows: readonly ObjectRow[] }) {
  const { selected, select } = useObjects();
  const row = rows.find(({ id }) => id === selected);
  return (
    <div className={css.columns}>
      <div className={css.list}>
        <Table label={texts.title} columns={columns} groups={groupRows(rows)} keyOf={({ id }) => id} selected={selected} onSelect={(id) => void select(id)} />
      </div>
      <div className={css.detail}>
        {row ? (
          <ObjectDetail row={row} />
        ) : (
          <EmptyState icon={<MousePointerClick size="2.5rem" aria-hidden />} title={texts.noneTitle}>
            {texts.noneBody}
          </EmptyState>
        )}
      </div>
    </div>
  );
}

/** All objects of the chip by kind, and one of them in full. */
export function ObjectsRoom() {
  const chipId = useBoard(({ board }) => board.chip?.chipId);
  const { rows, loading, fault, list, forget } = useObjects();
  useEffect(() => {
    // Another chip's objects must not stand under this chip's name.
    forget();
    if (chipId !== undefined) void list();
  }, [chipId, forget, list]);
  if (chipId === undefined) return <NoBoardHere />;
  return (
    <div className={css.room}>
      <div className={css.head}>
        <h1>{texts.title}</h1>
        <Button icon={<RefreshCw size="1rem" aria-hidden />} disabled={loading} onClick={() => void list()}>
          {loading ? texts.reading : texts.readAgain}
        </Button>
      </div>
      {fault ? <Fault fault={fault} /> : <Columns rows={rows} />}
    </div>
  );
}
