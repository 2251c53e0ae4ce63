import { ListTree, RefreshCw } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { ObjectRow } from '../../core/contract/objects.ts';
import { useBoard } from '../board/boardStore.ts';
import { useObjects } from './objectsStore.ts';
import { isRunning, useRun } from '../plan/runStore.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import type { GridHandle } from '../ui/dataGrid.tsx';
import { EmptyState } from '../ui/emptyState.tsx';
import { Fault } from '../ui/fault.tsx';
import { ScreenHeading } from '../ui/screenHeading.tsx';
import { useReadWhenBack } from '../board/boardMessage.ts';
import { BoardActions } from '../board/noBoard.tsx';
import { DropDialog } from './dropDialog.tsx';
import { ObjectDetail } from './detail/objectDetail.tsx';
import { filterRows, useFilter } from './filter.ts';
import { FilterBar } from './filterBar.tsx';
import { filterTexts } from './filterTexts.ts';
import { ObjectMap } from './map/objectMap.tsx';
import { ObjectList } from './objectList.tsx';
import css from './objects.module.css';
import { objectsTexts as texts } from './texts.ts';
import { useView, ViewSwitch } from './viewSwitch.tsx';

const noRows: readonly ObjectRow[] = [];

function NoBoardHere() {
  return (
    <div className={css.room}>
      <div className={css.head}>
        <ScreenHeading>{texts.title}</ScreenHeading>
      </div>
      <EmptyState icon={<ListTree size="2.5rem" aria-hidden />} title={texts.noBoardTitle} actions={<BoardActions />}>
        {texts.noBoardBody}
      </EmptyState>
    </div>
  );
}

/** The list is read once per chip, and again after each run. Marks of changed objects stay until then. */
function useList(chipId: string | undefined): void {
  const { list, forget } = useObjects();
  // New rights on the chip change what can be done with its objects.
  const reached = useBoard(({ board }) => `${board.chip?.authorized?.join(' ') ?? ''} ${board.chip?.shielded === true}`);
  const run = useRun((state) => state.run);
  const ended = run === undefined || isRunning(run) ? '' : `${run.runId} ${run.state}`;
  const busy = isRunning(run);
  useEffect(() => {
    if (chipId === undefined) return forget();
    const { readFor } = useObjects.getState();
    const now = `${chipId} ${ended} ${reached}`;
    if (busy || readFor === now) return undefined;
    // Another chip's objects must not be shown under this chip's name.
    if (!readFor.startsWith(chipId)) forget();
    return void list(now);
  }, [chipId, ended, reached, busy, list, forget]);
}

/** Only rows of this chip. Rows of another one are never shown under its name, not even briefly. */
function useRows(): readonly ObjectRow[] {
  const chipId = useBoard(({ board }) => board.chip?.chipId);
  return useObjects(({ rows, readFor }) => (chipId !== undefined && readFor.startsWith(chipId) ? rows : noRows));
}

function Head() {
  const rows = useRows();
  const { loading, readings, list } = useObjects();
  const changed = rows.filter((row) => row.changed.length > 0).length;
  return (
    <div className={css.head}>
      <ScreenHeading>{texts.title}</ScreenHeading>
      <p className="dim" role="status">
        {loading ? texts.reading : [texts.count(rows.length), ...(readings > 1 ? [texts.changes(changed)] : [])].join(' · ')}
      </p>
      <ViewSwitch />
      <Button icon={<RefreshCw size="1rem" aria-hidden />} disabled={loading} onClick={() => void list()}>
        {texts.readAgain}
      </Button>
    </div>
  );
}

function Columns() {
  const rows = useRows();
  const { selected, select, offered, loading } = useObjects();
  const list = useRef<GridHandle>(null);
  const row = rows.find(({ id }) => id === selected);
  const { search, chosen } = useFilter();
  const shown = useMemo(() => filterRows(rows, { search, chosen }), [rows, search, chosen]);
  const view = useView();
  const none = rows.length > 0 && <p className={css.none}>{filterTexts.none}</p>;
  const onSelect = useCallback((id: string) => void select(id), [select]);
  const close = (): void => {
    void select(undefined);
    // In a narrow window, the list only appears now.
    requestAnimationFrame(() => list.current?.focus());
  };
  return (
    <div className={css.body}>
      <div className={css.filters}>
        <FilterBar rows={rows} shown={shown.length} reading={loading} />
      </div>
      <div className={classes(css.columns, row !== undefined && css.open)}>
        <div className={css.list}>
          {view === 'map' ? (
            <ObjectMap ref={list} rows={shown} all={rows} selected={row?.id} onSelect={onSelect} empty={none} />
          ) : (
            <ObjectList ref={list} rows={shown} selected={row?.id} onSelect={onSelect} empty={none} />
          )}
        </div>
        {row && <ObjectDetail key={row.id} row={row} onClose={close} />}
      </div>
      {row && offered && <DropDialog row={row} offered={offered} />}
    </div>
  );
}

/** All objects of the chip by kind, as a list or a map, and one of them in detail. */
export function ObjectsRoom() {
  const chipId = useBoard(({ board }) => board.chip?.chipId);
  const { fault, list } = useObjects();
  const hasRows = useRows().length > 0;
  useList(chipId);
  useReadWhenBack(fault, list);
  if (chipId === undefined) return <NoBoardHere />;
  return (
    <div className={css.room}>
      <Head />
      {fault && <Fault fault={fault} actions={<Button small onClick={() => void list()}>{texts.readAgain}</Button>} />}
      {(!fault || hasRows) && <Columns />}
    </div>
  );
}
