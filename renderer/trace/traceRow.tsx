import { useState } from 'react';
import type { TraceRow as Row } from '../../core/contract/board.ts';
import { classes } from '../ui/classes.ts';
import css from './trace.module.css';
import { traceTexts as texts } from './texts.ts';

const clock = (at: string): string => /\d\d:\d\d:\d\d(?:\.\d{1,3})?/.exec(at)?.[0] ?? at;
/** Groups bytes in pairs of digits. A note that replaces bytes is unchanged. */
const spaced = (hex: string): string => (/^[0-9a-f]+$/i.test(hex) ? (hex.toUpperCase().match(/../g)?.join(' ') ?? hex) : hex);

/** One exchange in words, with its bytes on request. */
export function TraceRow({ row }: { readonly row: Row }) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <button type="button" data-moves className={css.row} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="dim mono">{clock(row.at)}</span>
        <span>{row.command}</span>
        <span>{row.object}</span>
        <span className={classes(row.failed && css.failed)}>
          {row.failed && <strong>{texts.failed}: </strong>}
          {row.says}
        </span>
        <span className="right dim">{row.ms.toFixed(1)}</span>
      </button>
      {open && (
        <dl className={css.raw} aria-label={texts.raw}>
          <dt className="dim">{texts.request}</dt>
          <dd>{spaced(row.request)}</dd>
          <dt className="dim">{texts.response}</dt>
          <dd>{spaced(row.response)}</dd>
        </dl>
      )}
    </li>
  );
}
