import { ArrowRight } from 'lucide-react';
import css from './beforeAfter.module.css';
import { diffBytes, hexBytes } from './diffBytes.ts';
import { HexView } from './hexView.tsx';
import { uiTexts } from './texts.ts';

export interface Side {
  readonly says: string;
  readonly bytes?: string | undefined;
}

interface Props {
  /** Name of the changed field, for example "change condition". */
  readonly field: string;
  readonly before: Side;
  readonly after: Side;
}

function Column({ title, field, side, bytes, marks }: { readonly title: string; readonly field: string; readonly side: Side; readonly bytes: readonly string[]; readonly marks: ReadonlySet<number> }) {
  return (
    <div className={css.side}>
      <div className={css.head}>
        <span>{title}</span>
        {side.bytes !== undefined && <span>{bytes.length === 0 ? uiTexts.empty : uiTexts.bytes(bytes.length)}</span>}
      </div>
      <p className={css.says}>{side.says}</p>
      {bytes.length > 0 && <HexView bytes={bytes} marks={marks} label={`${field}, ${title.toLowerCase()}`} />}
    </div>
  );
}

/** Shows a change: the sentence, then the bytes in two columns with the differences marked. */
export function BeforeAfter({ field, before, after }: Props) {
  const [old, new_] = [hexBytes(before.bytes), hexBytes(after.bytes)];
  // Without earlier content everything is new, so nothing is marked.
  const bothGiven = old.length > 0 && new_.length > 0;
  const marks = bothGiven ? diffBytes(old, new_) : { before: new Set<number>(), after: new Set<number>() };
  return (
    <div className={css.pair}>
      <div className={css.columns}>
        <Column title={uiTexts.before} field={field} side={before} bytes={old} marks={marks.before} />
        <ArrowRight className={css.arrow} size="1.25rem" aria-hidden />
        <Column title={uiTexts.after} field={field} side={after} bytes={new_} marks={marks.after} />
      </div>
    </div>
  );
}
