import { useCallback, useMemo } from 'react';
import type { ReelRow } from '../../core/contract/reels.ts';
import { sayChipId } from '../../core/result/format.ts';
import { Badge } from '../ui/badge.tsx';
import { DataGrid, type Column } from '../ui/dataGrid.tsx';
import { pagedLines } from '../ui/pagedLines.ts';
import css from './reelList.module.css';
import { pageSize } from './store/list.ts';
import { useReels } from './store/reelsStore.ts';
import { reelsTexts as texts } from './texts.ts';

/** Returns the part of a subject that differs between chips. The whole subject is on the chip's own page. */
const commonName = (subject: string): string => subject.split('CN=')[1] ?? subject;
const runTones = { finished: 'good', failed: 'bad', cancelled: 'warn', interrupted: 'warn', 'set-aside': 'plain' } as const;
const tones = { none: 'plain', 'on-reel': 'good', 'not-genuine': 'bad' } as const;

function Here({ row: { state, run } }: { readonly row: ReelRow }) {
  return (
    <span className={css.here}>
      {state !== 'none' && <Badge tone={tones[state]}>{texts.states[state]}</Badge>}
      {run !== undefined && <Badge tone={runTones[run]}>{texts.runs[run]}</Badge>}
    </span>
  );
}

/** In a narrow list, subject and serial number would be cut. Then they are only on the chip's own page. */
const columns: readonly Column<ReelRow>[] = [
  { title: texts.columns.chip, width: '13.5rem', mono: true, cell: ({ chipId }) => sayChipId(chipId) },
  { title: texts.columns.xy, width: '4rem', className: css.number, cell: ({ x, y }) => `${x}, ${y}` },
  { title: texts.columns.subject, width: 'minmax(3rem, 2fr)', narrow: 'hidden', className: css.cut, cell: ({ subject }) => <span title={subject}>{commonName(subject)}</span> },
  { title: texts.columns.serial, width: '16.5rem', narrow: 'hidden', mono: true, className: css.cut, cell: ({ serial }) => serial },
  { title: texts.columns.has, width: '10.5rem', narrow: 'minmax(0, 1fr)', className: css.cut, cell: ({ holds }) => texts.has(holds) },
  { title: texts.columns.state, width: '8.5rem', cell: (row) => <Here row={row} /> },
];

const keyOf = ({ chipId }: ReelRow): string => chipId;

/** All chips of a reel. Pages of rows are loaded as they come near the visible part. */
export function ReelList() {
  const { pages, total, page, selected, select, search, shown } = useReels();
  const lines = useMemo(() => pagedLines({ total, pages, size: pageSize, load: page }), [pages, total, page]);
  const onSelect = useCallback((chipId: string) => select(chipId), [select]);
  return (
    <DataGrid
      label={texts.title}
      columns={columns}
      lines={lines}
      keyOf={keyOf}
      selected={selected}
      onSelect={onSelect}
      rowRem={2.25}
      even
      narrowRem={76}
      of={`${shown ?? ''} ${search}`}
      bodyTestId="reel-rows"
      empty={<p className={css.none}>{search === '' ? texts.noChips : texts.noneFound}</p>}
    />
  );
}
