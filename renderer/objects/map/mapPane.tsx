import type { ObjectRow } from '../../../core/contract/objects.ts';
import { Button } from '../../ui/button.tsx';
import type { BindingLine } from '../bindingLines.ts';
import css from './map.module.css';
import { OpennessIcon, TieIcon } from './signs.tsx';
import { mapTexts as texts, opennessMeans, tieMeans } from './texts.ts';
import type { Openness, Tie } from './tile.ts';

function Legend() {
  return (
    <ul className={css.legend}>
      {(Object.keys(opennessMeans) as Openness[]).map((is) => (
        <li key={is}>
          <OpennessIcon is={is} /> {opennessMeans[is]}
        </li>
      ))}
      {(Object.keys(tieMeans) as Tie['kind'][]).map((kind) => (
        <li key={kind}>
          <TieIcon kind={kind} /> {tieMeans[kind]}
        </li>
      ))}
    </ul>
  );
}

interface Props {
  /** What is under cursor or pointer. */
  readonly row: ObjectRow | undefined;
  readonly lines: readonly BindingLine[];
  readonly onGo: (id: string) => void;
}

/**
 * Says in words what the tile under cursor or pointer is bound to; each line leads to the other tile. Without such a
 * tile, explains the signs.
 */
export function MapPane({ row, lines, onGo }: Props) {
  return (
    <section className={css.pane} aria-label={row === undefined ? texts.legend : texts.bindings}>
      <h2 className={css.paneTitle}>{row === undefined ? texts.legend : `${row.id} ${row.name}`}</h2>
      {row === undefined && <Legend />}
      {row !== undefined && lines.length === 0 && <p className="dim small">{texts.unbound}</p>}
      <ul className={css.lines}>
        {lines.map(({ id, says }) => (
          <li key={says}>
            <Button small look="quiet" onClick={() => onGo(id)}>
              {says}
            </Button>
          </li>
        ))}
      </ul>
      <p className="dim small">{texts.hint}</p>
    </section>
  );
}
