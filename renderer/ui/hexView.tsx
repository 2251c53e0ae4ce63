import { Fragment, useState } from 'react';
import { Button } from './button.tsx';
import css from './hexView.module.css';
import { uiTexts } from './texts.ts';

const perRow = 16;
/** Rows shown before the user asks for all. */
const shortRows = 4;

interface Props {
  readonly bytes: readonly string[];
  readonly marks?: ReadonlySet<number>;
  /** Shows printable characters beside the bytes. */
  readonly text?: boolean;
  /** Shows every row at once. */
  readonly whole?: boolean;
  readonly label: string;
}

const printable = (byte: string): string => {
  const code = Number.parseInt(byte, 16);
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '·';
};

function Byte({ value, changed }: { readonly value: string; readonly changed: boolean }) {
  return changed ? <mark className={css.changed}>{value}</mark> : <>{value}</>;
}

function Row({ bytes, from, marks, text }: { readonly bytes: readonly string[]; readonly from: number; readonly marks: ReadonlySet<number> | undefined; readonly text: boolean }) {
  const row = bytes.slice(from, from + perRow);
  const pad = '   '.repeat(perRow - row.length);
  return (
    <div className={css.row}>
      <span className={css.offset} aria-hidden>
        {from.toString(16).toUpperCase().padStart(4, '0')}
      </span>
      <span>
        {row.map((byte, at) => (
          <Fragment key={from + at}>
            {at > 0 && ' '}
            <Byte value={byte} changed={marks?.has(from + at) ?? false} />
          </Fragment>
        ))}
        {text && pad}
      </span>
      {text && (
        <span className={css.text} aria-hidden>
          {row.map(printable).join('')}
        </span>
      )}
    </div>
  );
}

/** Shows bytes in the manual's form: groups of two, sixteen in a row, with the offset. */
export function HexView({ bytes, marks, text = false, whole = false, label }: Props) {
  const [all, setAll] = useState(false);
  const long = !whole && bytes.length > perRow * (shortRows + 1);
  const shown = long && !all ? bytes.slice(0, perRow * shortRows) : bytes;
  const starts = Array.from({ length: Math.ceil(shown.length / perRow) }, (_, row) => row * perRow);
  return (
    <div className={css.hex} role="group" aria-label={label}>
      {starts.map((from) => (
        <Row key={from} bytes={shown} from={from} marks={marks} text={text} />
      ))}
      {long && (
        <Button small className={css.more ?? ''} onClick={() => setAll(!all)}>
          {all ? uiTexts.showFewerBytes : uiTexts.showAllBytes(bytes.length)}
        </Button>
      )}
    </div>
  );
}
