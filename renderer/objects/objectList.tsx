import { Fragment, memo } from 'react';
import type { ConditionView, ObjectRow } from '../../core/contract/objects.ts';
import { Badge } from '../ui/badge.tsx';
import { classes } from '../ui/classes.ts';
import { moveFocus } from '../ui/moveFocus.ts';
import { Truth } from './conditions.tsx';
import { groupRows } from './groupRows.ts';
import css from './list.module.css';
import { objectsTexts as texts } from './texts.ts';

function ConditionCell({ condition }: { readonly condition: ConditionView | undefined }) {
  if (condition === undefined) return <td className={css.condition} />;
  return (
    <td className={css.condition} title={condition.sentence}>
      <Truth truth={condition.truth} short /> <span className={css.sentence}>{condition.sentence}</span>
    </td>
  );
}

function Size({ row: { usedSize, maxSize } }: { readonly row: ObjectRow }) {
  if (maxSize === undefined) return <td className="right" />;
  return (
    <td className={classes('right', css.size)}>
      {usedSize ?? 0} / {maxSize}
    </td>
  );
}

interface RowProps {
  readonly row: ObjectRow;
  readonly selected: boolean;
  readonly stop: boolean;
  readonly onSelect: (id: string) => void;
}

/** Drawn again only when its own row changed: forty others stay as they are while the list fills. */
const Line = memo(function Line({ row, selected, stop, onSelect }: RowProps) {
  return (
    <tr
      data-moves
      data-testid={`object-${row.id}`}
      className={css.pick}
      aria-selected={selected}
      tabIndex={stop ? 0 : -1}
      onClick={() => onSelect(row.id)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onSelect(row.id);
      }}
      // In the open list arrows lead from object to object; while all are shown, Enter opens one.
      onFocus={(event) => event.currentTarget.closest('[data-open]') !== null && onSelect(row.id)}
    >
      <td className="mono">{row.id}</td>
      <td className={css.holds}>
        <span className={css.name}>{row.name}</span>
        {row.changed.length > 0 && (
          <Badge tone="accent">
            <span className={css.sentence}>{texts.changedFields(row.changed)}</span>
            <span className={css.short} title={texts.changedFields(row.changed)}>
              {texts.changed}
            </span>
          </Badge>
        )}
        <span className={css.glance}>{row.fault?.what ?? row.glance ?? row.type ?? ''}</span>
      </td>
      <td className={css.lifecycle}>{row.lifecycle ?? ''}</td>
      <Size row={row} />
      <ConditionCell condition={row.change} />
      <ConditionCell condition={row.read} />
      <ConditionCell condition={row.execute} />
    </tr>
  );
});

interface Props {
  readonly rows: readonly ObjectRow[];
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
}

/** All objects by kind. Wide, each condition is a sentence; beside an open object, a sign. */
export function ObjectList({ rows, selected, onSelect }: Props) {
  const groups = groupRows(rows);
  const stop = selected ?? groups[0]?.rows[0]?.id;
  return (
    <table className={css.table} role="grid" aria-label={texts.title} data-open={selected === undefined ? undefined : ''}>
      <thead>
        <tr>
          <th scope="col">{texts.id}</th>
          <th scope="col">{texts.holds}</th>
          <th scope="col" className={css.lifecycle}>
            {texts.lifecycle}
          </th>
          <th scope="col" className="right">
            <span className={css.sentence}>{texts.size}</span>
            <span className={css.short}>{texts.sizeShort}</span>
          </th>
          {[texts.change, texts.read, texts.execute].map((title) => (
            <th key={title} scope="col" className={css.condition}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody onKeyDown={moveFocus}>
        {groups.map((group) => (
          <Fragment key={group.title}>
            <tr className={css.group}>
              <td colSpan={7}>
                {group.title} <span className={css.purpose}>{group.purpose}</span>
              </td>
            </tr>
            {group.rows.map((row) => (
              <Line key={row.id} row={row} selected={row.id === selected} stop={row.id === stop} onSelect={onSelect} />
            ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
