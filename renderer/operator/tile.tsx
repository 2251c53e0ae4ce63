import { Check, Hourglass, LoaderCircle, OctagonMinus, OctagonX, Play, Plug, RotateCcw, ScanBarcode, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useState, type CSSProperties } from 'react';
import type { LineSlot } from '../../core/contract/line.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Progress } from '../ui/progress.tsx';
import type { Cell } from './benchGrid.ts';
import { useLine } from './lineStore.ts';
import css from './operator.module.css';
import { operatorTexts as texts, stateWords } from './texts.ts';
import { stepsOf } from './words.ts';

/** A state's shape. It says the same as its word and its colour. */
const shapes: Readonly<Record<LineSlot['state'], LucideIcon>> = {
  empty: Plug,
  connecting: Hourglass,
  'needs-scan': ScanBarcode,
  ready: Play,
  working: LoaderCircle,
  pass: Check,
  fail: OctagonX,
  check: TriangleAlert,
  'done-before': RotateCcw,
  stopped: OctagonMinus,
};

function StartButton({ slot }: { readonly slot: LineSlot }) {
  const start = useLine((line) => line.start);
  if (!slot.startable) return null;
  const label = slot.state === 'ready' ? texts.start : texts.tryAgain;
  return (
    <Button look="main" className={css.start ?? ''} aria-label={texts.startSlot(label, slot.name)} onClick={() => void start(slot.number)}>
      {label}
    </Button>
  );
}

/** What to do next, why, and the progress. */
function Steps({ slot }: { readonly slot: LineSlot }) {
  // The age ("40 s ago") is measured when the result comes, and does not change afterwards.
  const [seen] = useState(() => Date.now());
  const { next, why } = stepsOf(slot, seen);
  const { step, serial, name } = slot;
  const ownName = name === texts.slot(slot.number) ? undefined : name;
  return (
    <div className={css.steps}>
      <div className={css.label}>
        {serial !== undefined && <p className={css.serial}>{serial}</p>}
        {ownName !== undefined && <p className={css.name}>{ownName}</p>}
      </div>
      <p className={css.next}>{next}</p>
      {why !== '' && <p className={css.why}>{why}</p>}
      {step !== undefined && <Progress label={slot.name} value={(step.number - 1) / step.of} text={texts.stepOf(step.number, step.of)} />}
    </div>
  );
}

/** One slot. Everything in it grows with the tile. */
export function Tile({ slot, cell }: { readonly slot: LineSlot; readonly cell: Cell }) {
  const { number, state, chipId = '', startable } = slot;
  const [word, Shape] = [stateWords[state], shapes[state]];
  // The tile's width is shared among the characters of its first line.
  const style = { gridRow: cell.row, gridColumn: cell.column, '--letters': word.length, '--digits': String(number).length } as CSSProperties;
  return (
    <li className={classes(css.tile, css[state], startable && css.startable)} style={style} data-testid={`slot-${number}`} data-state={state}>
      <div className={css.inside}>
        <div className={css.state}>
          <h2 className={css.number}>
            <span className="hiddenVisually">{texts.slot(number)}</span>
            <span aria-hidden>{number}</span>
          </h2>
          <Shape className={css.shape} aria-hidden />
          <p className={css.word} data-word>
            {word}
          </p>
        </div>
        <Steps key={`${state} ${chipId}`} slot={slot} />
        <StartButton slot={slot} />
      </div>
    </li>
  );
}
