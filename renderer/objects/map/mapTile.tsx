import { memo } from 'react';
import type { ObjectRow } from '../../../core/contract/objects.ts';
import { classes } from '../../ui/classes.ts';
import { bindingTexts } from '../bindingTexts.ts';
import { filterWords } from '../filterTexts.ts';
import { StateIcon } from '../stateSign.tsx';
import { objectsTexts, sayUse } from '../texts.ts';
import css from './map.module.css';
import { OpennessIcon, TieIcon } from './signs.tsx';
import { mapTexts as texts, opennessMeans, opennessWords, sayServed, serviceWords, tieWords } from './texts.ts';
import { opennessOf, tiesOf, type Service } from './tile.ts';

/** How much of the object is used, as a bar; the figure is beside it. */
function Use({ row }: { readonly row: ObjectRow }) {
  const used = sayUse(row);
  if (used === '') return null;
  const part = row.maxSize === undefined || row.maxSize === 0 ? 0 : Math.min(1, (row.usedSize ?? 0) / row.maxSize);
  return (
    <span className={css.use}>
      <span className={css.bar} aria-hidden>
        <span style={{ width: `${part * 100}%` }} />
      </span>
      {objectsTexts.bytes(used)}
    </span>
  );
}

function Ties({ row }: { readonly row: ObjectRow }) {
  return tiesOf(row).map(({ kind, to, says }) => (
    <span key={`${kind} ${to}`} className={css.tie} data-tie={kind} title={says}>
      <TieIcon kind={kind} /> <span className="mono">{to}</span> {tieWords[kind]}
    </span>
  ));
}

/** Shows what other objects need from this one. The pane names those objects. */
function Services({ of }: { readonly of: readonly Service[] }) {
  return of.map(({ kind, ids }) => (
    <span key={kind} className={css.tie} data-serves={kind} title={ids.map((id) => bindingTexts.serves[kind](id)).join('\n')}>
      <TieIcon kind={kind} /> {serviceWords[kind]} <span className={ids.length === 1 ? 'mono' : undefined}>{sayServed(ids)}</span>
    </span>
  ));
}

interface Props {
  readonly row: ObjectRow;
  readonly services: readonly Service[];
  readonly cursor: boolean;
  readonly selected: boolean;
  /** Whether the tile is under the pointer or has the cursor. */
  readonly looked: boolean;
  /** Whether the tile is bound to the tile under pointer or cursor. */
  readonly bound: boolean;
}

/** One object: id, name, state, whether it can be changed, how much is used, what it is bound to. */
export const MapTile = memo(function MapTile({ row, services, cursor, selected, looked, bound }: Props) {
  const openness = opennessOf(row);
  const { state, fault, glance, changed } = row;
  // For an empty, secret or unreadable object, the state already says so.
  const content = fault?.what ?? (state === 'in-use' ? glance : undefined);
  return (
    <div
      role="option"
      id={`tile-${row.id}`}
      data-testid={`tile-${row.id}`}
      data-id={row.id}
      data-state={state}
      data-openness={openness}
      data-looked={looked ? '' : undefined}
      data-bound={bound ? '' : undefined}
      aria-selected={selected}
      tabIndex={cursor ? 0 : -1}
      className={css.tile}
    >
      <span className={css.top}>
        <span className={classes('mono', css.id)}>{row.id}</span>
        {bound && <span className="hiddenVisually">{texts.bound}</span>}
        <span className={css.openness} title={opennessMeans[openness]}>
          <OpennessIcon is={openness} /> {opennessWords[openness]}
        </span>
      </span>
      <span className={css.name} title={row.name}>
        {row.name}
      </span>
      <span className={css.state}>
        {state !== undefined && (
          <>
            <StateIcon name={state} /> {filterWords[state]}
          </>
        )}
        {changed.length > 0 && (
          <span className={css.changed}>
            <StateIcon name="changed" /> {filterWords.changed}
          </span>
        )}
      </span>
      {content !== undefined && (
        <span className={css.glance} title={content}>
          {content}
        </span>
      )}
      <Use row={row} />
      <Ties row={row} />
      <Services of={services} />
    </div>
  );
});
