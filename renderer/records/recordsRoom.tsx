import { ClipboardList, FileSpreadsheet, MousePointerClick } from 'lucide-react';
import { useCallback, useEffect, useMemo } from 'react';
import { recordStates, type RecordRow } from '../../core/contract/records.ts';
import { sayChipId, sayMoment } from '../../core/result/format.ts';
import { isRunning, useRun } from '../plan/runStore.ts';
import { Select } from '../ui/select.tsx';
import { Badge, StripedBadge } from '../ui/badge.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { DataGrid, type Column } from '../ui/dataGrid.tsx';
import { EmptyState } from '../ui/emptyState.tsx';
import { Fault } from '../ui/fault.tsx';
import { Field } from '../ui/field.tsx';
import { pagedLines } from '../ui/pagedLines.ts';
import { ScreenHeading } from '../ui/screenHeading.tsx';
import { RecordDetail } from './recordDetail.tsx';
import css from './records.module.css';
import { pageSize, useRecords, type Result } from './store.ts';
import { recordsTexts as texts } from './texts.ts';
import { stateTones } from './words.ts';

/** Shows the plan, its subjects and the operator in one line each, because all rows have the same height. */
function Plan({ row: { title, subjects, operator, station, unit, whole } }: { readonly row: RecordRow }) {
  const more = [...(unit?.serial === undefined ? [] : [unit.serial]), ...subjects, `${operator}@${station}`].join(' · ');
  return (
    <>
      <span className={css.title} title={title}>
        {title}
      </span>
      <span className={css.more}>
        {!whole && <Badge tone="bad">{texts.changed}</Badge>}
        <span className="dim small" title={more}>
          {more}
        </span>
      </span>
    </>
  );
}

const columns: readonly Column<RecordRow>[] = [
  { title: texts.columns.when, width: '11.5rem', narrow: '6.5rem', cell: ({ startedAt }) => sayMoment(startedAt), mono: true },
  { title: texts.columns.chip, width: '14.5rem', narrow: '8rem', cell: ({ chipId }) => sayChipId(chipId), mono: true },
  {
    title: texts.columns.plan,
    width: 'minmax(0, 1fr)',
    cell: (row) => <Plan row={row} />,
  },
  {
    title: texts.columns.result,
    width: '12.5rem',
    narrow: '8.5rem',
    cell: ({ state, simulated }) => (
      <span className={css.states}>
        <Badge tone={stateTones[state]}>{texts.states[state]}</Badge>
        {simulated && <StripedBadge>{texts.simulated}</StripedBadge>}
      </span>
    ),
  },
];

const keyOf = ({ run }: RecordRow): string => run;

const results: readonly { readonly value: Result; readonly title: string }[] = [
  { value: 'all', title: texts.all },
  ...recordStates.map((state) => ({ value: state, title: texts.states[state] })),
];

function Filters() {
  const { search, result, filter } = useRecords();
  return (
    <div className={css.filters}>
      <Field label={texts.search} value={search} placeholder={texts.searchHint} onText={(text) => filter({ search: text })} />
      <Select label={texts.result} value={result} options={results} onChoose={(value) => filter({ result: value })} />
    </div>
  );
}

/** Journal files that cannot be read. */
function Unreadable() {
  const unreadable = useRecords(({ totals }) => totals?.unreadable);
  return unreadable !== undefined && unreadable.length > 0 && <Banner tone="warn">{texts.unreadable(unreadable)}</Banner>;
}

/** Shows how many runs had each result, and exports the list to a file. */
function Totals() {
  const { totals, exported, exportCsv } = useRecords();
  return (
    <div className={css.totals}>
      <p aria-label={texts.totals} role="status">
        {totals && [texts.total(texts.today, totals.today), ...(totals.found === undefined ? [] : [texts.total(texts.found, totals.found)])].join(' · ')}
      </p>
      <span className="dim small" role="status">
        {exported && texts.saved(exported.name, exported.folder)}
      </span>
      <Button look="quiet" icon={<FileSpreadsheet size="1rem" aria-hidden />} onClick={() => void exportCsv()}>
        {texts.exportCsv}
      </Button>
    </div>
  );
}

/** The whole list. Only the rows near the visible part are loaded. */
function Runs() {
  const { record, chosen, pages, total = 0, search, result, page, open } = useRecords();
  const lines = useMemo(() => pagedLines({ total, pages, size: pageSize, load: page }), [total, pages, page]);
  const onSelect = useCallback((run: string) => void open(run), [open]);
  return (
    <div className={css.columns}>
      <DataGrid
        label={texts.list}
        columns={columns}
        lines={lines}
        keyOf={keyOf}
        selected={chosen}
        onSelect={onSelect}
        rowRem={4.5}
        even
        narrowRem={54}
        of={`${result} ${search}`}
        empty={<p className={css.none}>{texts.nothingFound}</p>}
      />
      <div className={css.side}>
        {record ? (
          <RecordDetail record={record} />
        ) : (
          <EmptyState icon={<MousePointerClick size="2.5rem" aria-hidden />} title={texts.noneTitle}>
            {texts.noneBody}
          </EmptyState>
        )}
      </div>
    </div>
  );
}

/** The whole list. "No run yet" is only said when the journal was read. */
function List() {
  const { total, search, result, totals } = useRecords();
  const isAll = search === '' && result === 'all';
  if (total === undefined || (isAll && total === 0 && totals === undefined)) return null;
  if (total > 0 || !isAll) return <Runs />;
  return (
    totals?.unreadable.length === 0 && (
      <EmptyState icon={<ClipboardList size="2.5rem" aria-hidden />} title={texts.emptyTitle}>
        {texts.emptyBody}
      </EmptyState>
    )
  );
}

/** Runs by chip, date and result, from the journal. */
export function RecordsRoom() {
  const { fault, load, dismiss } = useRecords();
  const running = useRun(({ run }) => isRunning(run));
  useEffect(() => void load(), [load, running]);
  return (
    <div className={css.room}>
      <div className={css.head}>
        <div>
          <ScreenHeading>{texts.title}</ScreenHeading>
          <p className="dim small">{texts.lead}</p>
        </div>
        <Filters />
        <Totals />
      </div>
      <div className={css.notices}>
        {fault && <Fault fault={fault} onDismiss={dismiss} />}
        <Unreadable />
      </div>
      <List />
    </div>
  );
}
