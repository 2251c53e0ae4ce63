import { useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState, type KeyboardEvent, type ReactNode, type Ref, type SyntheticEvent } from 'react';
import type { ObjectRow } from '../../../core/contract/objects.ts';
import type { GridHandle } from '../../ui/dataGrid.tsx';
import { bindingLines } from '../bindingLines.ts';
import { groupRows } from '../groupRows.ts';
import css from './map.module.css';
import { MapPane } from './mapPane.tsx';
import { MapTile } from './mapTile.tsx';
import { mapTexts as texts } from './texts.ts';
import { nextTile, servicesOf, type Service } from './tile.ts';

const tilesIn = (box: HTMLElement): HTMLElement[] => [...box.querySelectorAll<HTMLElement>('[role="option"]')];
const idAt = (event: SyntheticEvent): string | undefined => (event.target as Element).closest<HTMLElement>('[data-id]')?.dataset['id'];

interface Moves {
  readonly cursor: string | undefined;
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
}

/** Keys as in the list: arrows move, and select while an object is open; Enter and space open one. */
function onKey(event: KeyboardEvent<HTMLElement>, { cursor, selected, onSelect }: Moves): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const tiles = tilesIn(event.currentTarget);
  const at = tiles.findIndex(({ dataset }) => dataset['id'] === cursor);
  const to = nextTile(event.key, tiles.map((tile) => tile.getBoundingClientRect()), at);
  const id = to === undefined ? undefined : tiles[to]?.dataset['id'];
  if (id !== undefined) {
    tiles[to ?? 0]?.focus();
    if (selected !== undefined) onSelect(id);
  } else if ((event.key === 'Enter' || event.key === ' ') && cursor !== undefined) onSelect(cursor);
  else return;
  event.preventDefault();
}

interface GroupsProps {
  readonly rows: readonly ObjectRow[];
  readonly all: readonly ObjectRow[];
  readonly cursor: string | undefined;
  readonly selected: string | undefined;
  readonly looked: string | undefined;
  readonly bound: ReadonlySet<string>;
}

const none: readonly Service[] = [];

function Groups({ rows, all, cursor, selected, looked, bound }: GroupsProps) {
  const groups = useMemo(() => groupRows(rows), [rows]);
  const services = useMemo(() => servicesOf(all), [all]);
  return groups.map(({ title, purpose, rows: own }) => (
    <div key={title} role="group" aria-label={title} className={css.group} style={{ '--tiles': own.length } as React.CSSProperties}>
      <div className={css.title} title={purpose} aria-hidden>
        {title}
      </div>
      <div role="presentation" className={css.tiles}>
        {own.map((row) => (
          <MapTile key={row.id} row={row} services={services.get(row.id) ?? none} cursor={row.id === cursor} selected={row.id === selected} looked={row.id === looked} bound={bound.has(row.id)} />
        ))}
      </div>
    </div>
  ));
}

interface Props {
  /** The objects that pass the filters. */
  readonly rows: readonly ObjectRow[];
  /** All objects of the chip, because a tile may be bound to an object that the filters hide. */
  readonly all: readonly ObjectRow[];
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
  readonly empty?: ReactNode;
  readonly ref?: Ref<GridHandle>;
}

/**
 * Shows all objects of the chip as tiles, in the list's groups and order. Marks the objects that the tile under cursor
 * or pointer is bound to, and names them below.
 */
export function ObjectMap({ rows, all, selected, onSelect, empty, ref }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<string>();
  const [over, setOver] = useState<string>();
  const has = (id: string | undefined): boolean => rows.some((row) => row.id === id);
  const first = useMemo(() => groupRows(rows)[0]?.rows[0]?.id, [rows]);
  const cursor = has(selected) ? selected : has(at) ? at : first;
  const looked = all.find(({ id }) => id === (over ?? selected ?? at));
  const lines = useMemo(() => (looked === undefined ? [] : bindingLines(looked, all)), [looked, all]);
  const bound = useMemo(() => new Set(lines.map(({ id }) => id)), [lines]);
  const focus = useCallback((id?: string): void => {
    const tiles = box.current === null ? [] : tilesIn(box.current);
    (tiles.find((tile) => (id === undefined ? tile.tabIndex === 0 : tile.dataset['id'] === id)) ?? tiles[0])?.focus();
  }, []);
  // Opening an object moves the tiles, so the selected one is scrolled into view.
  useEffect(() => {
    if (selected !== undefined) box.current?.querySelector(`[data-id="${selected}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  useImperativeHandle(ref, () => ({ focus }), [focus]);
  return (
    <div className={css.box} data-open={selected === undefined ? undefined : ''}>
      <div
        ref={box}
        role="listbox"
        aria-label={texts.title}
        className={css.map}
        onKeyDown={(event) => onKey(event, { cursor, selected, onSelect })}
        onFocus={(event) => setAt(idAt(event))}
        onClick={(event) => idAt(event) !== undefined && onSelect(idAt(event) ?? '')}
        onPointerOver={(event) => setOver(idAt(event))}
        onPointerLeave={() => setOver(undefined)}
      >
        <Groups rows={rows} all={all} cursor={cursor} selected={selected} looked={looked?.id} bound={bound} />
      </div>
      {rows.length === 0 && empty}
      {selected === undefined && <MapPane row={looked} lines={lines} onGo={focus} />}
    </div>
  );
}
