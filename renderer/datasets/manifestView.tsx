import { useState } from 'react';
import type { DataSetView, TreeRowView } from '../../core/contract/datasets.ts';
import { classes } from '../ui/classes.ts';
import { hexBytes } from '../ui/diffBytes.ts';
import { HexView } from '../ui/hexView.tsx';
import { moveFocus } from '../ui/moveFocus.ts';
import css from './manifest.module.css';
import { studioTexts as texts } from './texts.ts';

const range = ({ from, to }: TreeRowView): ReadonlySet<number> => new Set(Array.from({ length: to - from }, (_, at) => from + at));

/** Indentation in fixed steps, so that no style must be made at run time. */
const depths = [css.depth0, css.depth1, css.depth2, css.depth3, css.depth4, css.depth5, css.depth6, css.depth7];

interface LineProps {
  readonly row: TreeRowView;
  readonly current: boolean;
  readonly onChoose: () => void;
}

function Line({ row, current, onChoose }: LineProps) {
  return (
    <div
      role="treeitem"
      aria-level={row.depth + 1}
      aria-selected={current}
      tabIndex={current ? 0 : -1}
      data-moves
      className={classes(css.line, depths[Math.min(row.depth, depths.length - 1)])}
      onClick={onChoose}
      onFocus={onChoose}
    >
      <span className={css.name}>{row.name}</span>
      <span className={css.says}>{row.says}</span>
    </div>
  );
}

/** The manifest as a tree with its bytes beside it. The bytes of the chosen line are marked. */
export function ManifestView({ set }: { readonly set: DataSetView }) {
  const [at, setAt] = useState(0);
  const bytes = hexBytes(set.manifest);
  const row = set.tree[at] ?? set.tree[0];
  // When the whole manifest is chosen, no bytes are marked.
  const marks = row === undefined || at === 0 ? new Set<number>() : range(row);
  return (
    <section className={css.manifest} aria-label={texts.manifest}>
      <div className={css.head}>
        <h3>{texts.manifest}</h3>
        <p className="dim small">
          {texts.manifestBytes(bytes.length)} · {texts.treeHint}
        </p>
      </div>
      <div className={css.columns}>
        <div className={css.tree} role="tree" aria-label={texts.tree} onKeyDown={moveFocus}>
          {set.tree.map((one, index) => (
            <Line key={index} row={one} current={index === at} onChoose={() => setAt(index)} />
          ))}
        </div>
        <div className={css.bytes}>
          <div className={css.stays}>
            <HexView bytes={bytes} marks={marks} whole label={texts.manifest} />
          </div>
        </div>
      </div>
    </section>
  );
}
