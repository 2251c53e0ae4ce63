import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useId, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState, type CSSProperties, type ReactNode, type Ref, type RefObject } from 'react';
import { classes } from './classes.ts';
import css from './dataGrid.module.css';
import { useCursor, useReveal, type Choice, type Lines } from './gridCursor.ts';
import { Slots } from './gridSlots.ts';

export interface Column<R> {
  readonly title: ReactNode;
  readonly cell: (row: R) => ReactNode;
  /** A CSS grid track: `14rem`, `minmax(5rem, 1fr)`. The track must not depend on the content, because all rows have the same tracks. */
  readonly width: string;
  /** The track in a narrow grid; `hidden`: the column is not shown. */
  readonly narrow?: string;
  readonly right?: boolean;
  readonly mono?: boolean;
  readonly className?: string | undefined;
}

interface Props<R> extends Choice<R> {
  readonly label: string;
  readonly columns: readonly Column<R>[];
  /** Usual height of a row in rem, assumed for rows that are not drawn yet. */
  readonly rowRem: number;
  /**
   * Whether all rows have exactly this height and longer content is cut. For long lists: no row is measured, and
   * elements of rows that were scrolled away are used again.
   */
  readonly even?: boolean;
  /** Below this width in rem the grid is narrow. */
  readonly narrowRem?: number;
  /** Identifies the list. A new list starts at its top. */
  readonly of?: string;
  readonly testIdOf?: (key: string) => string;
  readonly bodyTestId?: string;
  readonly empty?: ReactNode;
  readonly ref?: Ref<GridHandle>;
}

export interface GridHandle {
  focus(): void;
}

/**
 * Lists up to this length are drawn completely, so that searching in the page finds everything. The visible lines are
 * drawn first, then a few more at a time.
 */
const drawnWhole = 100;
const linesAtATime = 16;
/** Time between two such groups of lines, in which the page can react to the user. ms */
const pause = 40;
/** Number of lines drawn above and below the visible ones. Each costs time in every frame while the scroll bar is dragged. */
const spare = 4;

const remPixels = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

interface RowProps<R> {
  readonly id: string;
  readonly line: number;
  readonly top: number;
  readonly row: R | undefined;
  readonly rowKey: string | undefined;
  readonly columns: readonly Column<R>[];
  readonly selected: boolean;
  readonly cursor: boolean;
  readonly testId: string | undefined;
  readonly rowRem: number;
  /** Measures a row; undefined when all rows have the same height. */
  readonly measure: ((element: HTMLElement | null) => void) | undefined;
  readonly onPick: (line: number, key: string) => void;
}

/** A row of the grid. It is drawn again only when its own data changed, so other rows stay as they are while a list fills. */
const GridRow = memo(function GridRow<R>({ id, line, top, row, rowKey, columns, selected, cursor, testId, rowRem, measure, onPick }: RowProps<R>) {
  return (
    <div
      role="row"
      ref={measure}
      id={id}
      data-index={line}
      data-testid={testId}
      data-cursor={cursor ? '' : undefined}
      aria-rowindex={line + 2}
      aria-selected={selected}
      className={classes(css.row, measure === undefined && css.even)}
      style={{ transform: `translateY(${top}px)`, [measure === undefined ? 'height' : 'minHeight']: `${rowRem}rem` }}
      onClick={() => rowKey !== undefined && onPick(line, rowKey)}
    >
      {columns.map(({ cell, right, mono, className }, at) => (
        <div role="gridcell" key={at} className={classes(css.cell, right && css.right, mono && 'mono', className)}>
          {row === undefined ? at === 0 && '…' : cell(row)}
        </div>
      ))}
    </div>
  );
}) as <R>(props: RowProps<R>) => ReactNode;

function Head<R>({ columns }: { readonly columns: readonly Column<R>[] }) {
  return (
    <div role="row" aria-rowindex={1} className={css.head}>
      {columns.map(({ title, right, className }, at) => (
        <div role="columnheader" key={at} className={classes(right && css.right, className)}>
          {title}
        </div>
      ))}
    </div>
  );
}

/** Number of lines that are drawn above and below the visible ones. */
function useSpare(count: number): number {
  const [lines, setLines] = useState(spare);
  const isShort = count <= drawnWhole;
  const waits = isShort && lines < count;
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setTimeout(() => setLines(lines + linesAtATime), pause);
    return () => clearTimeout(timer);
  }, [waits, lines]);
  return isShort ? lines : spare;
}

function useRows<R>({ lines, rowRem }: Props<R>, box: RefObject<HTMLDivElement | null>, { head, rem }: { readonly head: number; readonly rem: number }): Virtualizer<HTMLDivElement, Element> {
  // oxlint-disable-next-line react/incompatible-library -- The React Compiler is not used here; the virtualizer is one object that changes inside.
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: lines.count,
    getScrollElement: () => box.current,
    estimateSize: () => rowRem * rem,
    overscan: useSpare(lines.count),
    scrollMargin: head,
    scrollPaddingStart: head,
    useFlushSync: false,
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rem]);
  return virtualizer;
}

/** Returns the size of the box. The head stays above the rows, and the columns follow the box's width. */
function useBox(box: RefObject<HTMLDivElement | null>) {
  const [size, setSize] = useState({ width: Number.POSITIVE_INFINITY, head: 0, rem: 16 });
  useLayoutEffect(() => {
    const look = (): void => {
      if (box.current === null) return;
      const next = { width: box.current.clientWidth, head: box.current.firstElementChild?.clientHeight ?? 0, rem: remPixels() };
      setSize((now) => (now.width === next.width && now.head === next.head && now.rem === next.rem ? now : next));
    };
    look();
    const watch = new ResizeObserver(look);
    if (box.current !== null) watch.observe(box.current);
    return () => watch.disconnect();
  }, [box]);
  return size;
}

/** Returns the columns for a width, and their tracks for the style sheet. */
function useColumns<R>({ columns, narrowRem = 0 }: Props<R>, { width, rem }: { readonly width: number; readonly rem: number }) {
  const narrow = width > 0 && width < narrowRem * rem;
  const drawn = useMemo(() => (narrow ? columns.filter((column) => column.narrow !== 'hidden') : columns), [columns, narrow]);
  const tracks = drawn.map((column) => (narrow ? (column.narrow ?? column.width) : column.width)).join(' ');
  return { narrow, drawn, style: { '--tracks': tracks } as CSSProperties };
}

interface BodyProps<R> {
  readonly grid: Props<R>;
  readonly columns: readonly Column<R>[];
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  readonly head: number;
  readonly at: number | undefined;
  readonly idOf: (line: number) => string;
  readonly onPick: (line: number, key: string) => void;
}

function Body<R>({ grid: { lines, keyOf, selected, testIdOf, bodyTestId, rowRem, even = false }, columns, virtualizer, head, at, idOf, onPick }: BodyProps<R>) {
  const [slots] = useState(() => new Slots());
  const drawn = virtualizer.getVirtualItems();
  if (even) slots.show(drawn);
  const one = (index: number, top: number): ReactNode => {
    const title = lines.title?.(index);
    if (title !== undefined)
      return (
        <div role="row" key={index} ref={virtualizer.measureElement} data-index={index} aria-rowindex={index + 2} className={css.title} style={{ transform: `translateY(${top}px)` }}>
          <div role="gridcell">{title}</div>
        </div>
      );
    const row = lines.row(index);
    const key = row === undefined ? undefined : keyOf(row);
    const testId = key === undefined ? undefined : testIdOf?.(key);
    const own = { row, columns, testId, rowRem, top, onPick, rowKey: key, line: index, id: idOf(index), cursor: index === at, selected: key !== undefined && key === selected };
    return <GridRow key={slots.of(index)} {...own} measure={even ? undefined : virtualizer.measureElement} />;
  };
  return (
    <div role="rowgroup" className={css.body} style={{ height: `${virtualizer.getTotalSize()}px` }} data-testid={bodyTestId}>
      {drawn.map(({ index, start }) => one(index, start - head))}
    </div>
  );
}

/** Shortest time between two requests for lines, ms. A dragged scroll bar passes hundreds of lines in each frame. */
const wantEvery = 80;

/** Number of lines beyond the visible ones that are requested. */
const ahead = 40;

/** Returns the drawn lines and the lines around them. */
function near(drawn: readonly number[], count: number): number[] {
  const [first = 0, last = -1] = [drawn[0], drawn.at(-1)];
  const around = Array.from({ length: ahead }, (_, nth) => [last + 1 + nth, first - 1 - nth]).flat();
  return [...drawn, ...around.filter((line) => line >= 0 && line < count)];
}

/** Requests lines that are not loaded yet: the first time at once, then at most every `wantEvery` ms. */
function useWanted<R>(lines: Lines<R>, drawn: readonly number[]): void {
  const isMissing = (line: number): boolean => lines.row(line) === undefined && lines.title?.(line) === undefined;
  const wanted = lines.want === undefined ? '' : near(drawn, lines.count).filter(isMissing).join(' ');
  const last = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (wanted === '') return undefined;
    const want = (): void => {
      last.current = performance.now();
      lines.want?.(wanted.split(' ').map(Number));
    };
    const timer = setTimeout(want, Math.max(0, last.current + wantEvery - performance.now()));
    return () => clearTimeout(timer);
  }, [wanted, lines]);
}

/**
 * A list with rows to choose. Only visible rows are drawn, so tens of thousands cost no more than fifty. The grid
 * itself has the focus and reports the cursor with `aria-activedescendant`. Arrows, PageUp, PageDown, Home and End move
 * it; Enter or Space selects. `lines`, `columns`, `keyOf` and `onSelect` must keep their identity between renders.
 */
export function DataGrid<R>(props: Props<R>) {
  const { label, lines, onSelect, of, empty, ref } = props;
  const box = useRef<HTMLDivElement>(null);
  const name = useId();
  const size = useBox(box);
  const virtualizer = useRows(props, box, size);
  const reveal = useCallback((line: number): void => virtualizer.scrollToIndex(line, { align: 'auto' }), [virtualizer]);
  const { at, put, onKeyDown, onFocus } = useCursor(props, reveal);
  useReveal(props, reveal);
  const pick = useCallback((line: number, key: string): void => {
    put(line, key);
    onSelect(key);
  }, [put, onSelect]);
  useImperativeHandle(ref, () => ({ focus: () => box.current?.focus() }), []);
  useEffect(() => {
    // In braces, because new versions of Chromium return a promise, which React would take for a clean-up function.
    box.current?.scrollTo({ top: 0 });
  }, [of]);
  const { narrow, drawn, style } = useColumns(props, size);
  const inSight = virtualizer.getVirtualItems().map(({ index }) => index);
  useWanted(lines, inSight);
  const idOf = (line: number): string => `${name}-${line}`;
  const active = at !== undefined && inSight.includes(at) ? idOf(at) : undefined;
  const about = { role: 'grid', 'aria-label': label, 'aria-rowcount': lines.count + 1, 'aria-activedescendant': active } as const;
  return (
    <div ref={box} className={css.grid} style={style} data-narrow={narrow ? '' : undefined} tabIndex={0} {...about} onKeyDown={onKeyDown} onFocus={onFocus}>
      <Head columns={drawn} />
      <Body grid={props} columns={drawn} virtualizer={virtualizer} head={size.head} at={at} idOf={idOf} onPick={pick} />
      {lines.count === 0 && empty}
    </div>
  );
}
