import { memo, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { ReelRow } from '../../core/contract/reels.ts';
import { Badge } from '../ui/badge.tsx';
import { classes } from '../ui/classes.ts';
import css from './reelList.module.css';
import { pageSize } from './store/list.ts';
import { useReels } from './store/reelsStore.ts';
import { reelsTexts as texts } from './texts.ts';

/** Height of a row in rem, as the style sheet has it. */
const rowRem = 2.25;
/** Rows drawn above and below what is in sight. */
const spare = 12;

/** What tells one subject from another; the whole stands in the chip's own page. */
const commonName = (subject: string): string => subject.split('CN=')[1] ?? subject;
const groups = (id: string): string => `${id.slice(0, 12)} ${id.slice(12, 16)} ${id.slice(16)}`.toUpperCase();
const runTones = { finished: 'good', failed: 'bad', cancelled: 'warn', interrupted: 'warn', 'set-aside': 'plain' } as const;
const idOf = (chipId: string): string => `reel-chip-${chipId}`;
const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY };
const tones = { none: 'plain', 'on-reel': 'good', 'not-genuine': 'bad' } as const;

interface LineProps {
  readonly row: ReelRow | undefined;
  readonly at: number;
  readonly top: number;
  readonly selected: boolean;
  readonly onSelect: (chipId: string) => void;
}

const Line = memo(function Line({ row, at, top, selected, onSelect }: LineProps) {
  return (
    <div role="row" id={row && idOf(row.chipId)} aria-rowindex={at + 2} aria-selected={selected} className={css.row} style={{ transform: `translateY(${top}px)` }} onClick={() => row && onSelect(row.chipId)}>
      <span role="gridcell" className="mono">
        {row ? groups(row.chipId) : '…'}
      </span>
      <span role="gridcell" className={css.number}>
        {row && `${row.x}, ${row.y}`}
      </span>
      <span role="gridcell" className={css.cut} title={row?.subject}>
        {row && commonName(row.subject)}
      </span>
      <span role="gridcell" className={classes('mono', css.cut, css.serial)}>
        {row?.serial}
      </span>
      <span role="gridcell" className={css.cut}>
        {row && texts.has(row.holds)}
      </span>
      <span role="gridcell" className={css.here}>
        {row && row.state !== 'none' && <Badge tone={tones[row.state]}>{texts.states[row.state]}</Badge>}
        {row?.run !== undefined && <Badge tone={runTones[row.run]}>{texts.runs[row.run]}</Badge>}
      </span>
    </div>
  );
});

/** What is in sight of a scrolled box, in rows. */
function useSight(total: number) {
  const box = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ first: 0, last: 40, height: rowRem * 16 });
  const look = (): void => {
    const element = box.current;
    if (element === null) return;
    const height = rowRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    // In steps, so that not every pixel of a scroll draws the list anew.
    const first = Math.max(0, Math.floor(element.scrollTop / height / 6) * 6 - spare);
    const last = Math.min(total, Math.ceil((element.scrollTop + element.clientHeight) / height / 6) * 6 + spare);
    setSight((now) => (now.first === first && now.last === last && now.height === height ? now : { first, last, height }));
  };
  useLayoutEffect(look, [total]);
  useEffect(() => {
    const watch = new ResizeObserver(look);
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  });
  return { box, look, ...sight };
}

/** All chips of a reel. Only the rows in sight are there; the others are fetched when they come near. */
export function ReelList() {
  const { pages, total, page, selected, select, search } = useReels();
  const { box, look, first, last, height } = useSight(total);
  const rowAt = (at: number): ReelRow | undefined => pages.get(Math.floor(at / pageSize))?.[at % pageSize];
  const shown = Array.from({ length: Math.max(0, Math.min(last, total) - first) }, (_, i) => first + i);
  const wanted = [...new Set(shown.map((at) => Math.floor(at / pageSize)))].filter((number) => !pages.has(number)).join(' ');
  useEffect(() => {
    for (const number of wanted === '' ? [] : wanted.split(' ')) void page(Number(number));
  }, [wanted, page]);
  useEffect(() => {
    // In braces: new Chromiums answer with a promise, which React would take for a clean-up.
    box.current?.scrollTo({ top: 0 });
  }, [search, box]);
  const reveal = (at: number): void => {
    if (box.current === null) return;
    const [top, { scrollTop, clientHeight }] = [at * height, box.current];
    if (top < scrollTop) box.current.scrollTo({ top });
    else if (top + height > scrollTop + clientHeight) box.current.scrollTo({ top: top + height - clientHeight });
  };
  const now = shown.find((at) => selected !== undefined && rowAt(at)?.chipId === selected);
  const move = async (event: KeyboardEvent): Promise<void> => {
    const step = steps[event.key];
    if (step === undefined || total === 0) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(total - 1, now === undefined && Number.isFinite(step) ? first : (now ?? 0) + step));
    reveal(next);
    const number = Math.floor(next / pageSize);
    // What is far away was not fetched yet.
    if (!pages.has(number)) await page(number);
    const row = useReels.getState().pages.get(number)?.[next % pageSize];
    if (row) select(row.chipId);
  };
  return (
    <div className={css.list} role="grid" tabIndex={0} aria-label={texts.title} aria-rowcount={total + 1} aria-activedescendant={now === undefined || selected === undefined ? undefined : idOf(selected)} onKeyDown={(event) => void move(event)}>
      <div role="row" className={css.head}>
        {Object.values(texts.columns).map((title) => (
          <span role="columnheader" key={title}>
            {title}
          </span>
        ))}
      </div>
      <div className={css.scroll} role="rowgroup" tabIndex={-1} ref={box} onScroll={look} data-testid="reel-rows">
        <div className={css.all} style={{ height: `${total * height}px` }}>
          {shown.map((at) => (
            <Line key={at} at={at} top={at * height} row={rowAt(at)} selected={at === now} onSelect={select} />
          ))}
        </div>
        {total === 0 && <p className={classes('dim', css.none)}>{texts.noneFound}</p>}
      </div>
    </div>
  );
}
