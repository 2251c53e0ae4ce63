import type { DevicePairs } from '../../../core/contract/wizard.ts';
import { sayChipId } from '../../../core/result/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useWizard } from '../wizardStore.ts';
import css from './next.module.css';
import { nextTexts as texts, pairWords } from './texts.ts';

type Pair = DevicePairs['pairs'][number];

const tones = { waiting: 'plain', current: 'accent', done: 'good', failed: 'warn' } as const;

const countOf = (pairs: readonly Pair[], ...states: readonly Pair['state'][]): number => pairs.filter(({ state }) => states.includes(state)).length;

/** Progress of the folder: the present pair, and how many are done, waiting and unused. */
export function PairLine({ of }: { readonly of: DevicePairs }) {
  const at = of.pairs.findIndex(({ state }) => state === 'current');
  const current = of.pairs[at];
  return (
    <p className={css.line} data-testid="pairs-line">
      {current && <strong>{texts.place(at + 1, of.pairs.length, current.subject)}</strong>}
      <span className="dim">{texts.counts(countOf(of.pairs, 'done'), countOf(of.pairs, 'waiting', 'failed'), of.leftOver.length)}</span>
    </p>
  );
}

function Row({ pair, onTake }: { readonly pair: Pair; readonly onTake: () => void }) {
  return (
    <tr>
      <td>
        <Badge tone={tones[pair.state]}>{pairWords[pair.state]}</Badge>
      </td>
      <td>{pair.subject}</td>
      <td className="mono small">{pair.files.join(', ')}</td>
      <td className="mono small">{pair.chipId === undefined ? '' : sayChipId(pair.chipId)}</td>
      <td>
        {(pair.state === 'waiting' || pair.state === 'failed') && (
          <Button small look="quiet" aria-label={`${texts.take}: ${pair.subject}`} onClick={onTake}>
            {texts.take}
          </Button>
        )}
      </td>
    </tr>
  );
}

function LeftOver({ of: { leftOver } }: { readonly of: DevicePairs }) {
  if (leftOver.length === 0) return null;
  return (
    <details className={css.left}>
      <summary>{texts.leftOver(leftOver.length)}</summary>
      <ul>
        {leftOver.map(({ file, why }, at) => (
          <li key={at}>
            <span className="mono small">{file}</span> {why}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The pairs of a dropped folder: done, now, waiting; and the files that are not part of a pair. */
export function PairList({ of }: { readonly of: DevicePairs }) {
  const { nextPair, clearPairs } = useWizard();
  return (
    <section className={css.pairs} aria-label={texts.pairs}>
      <div className={css.head}>
        <h2>{texts.pairs}</h2>
        <Button small onClick={() => void clearPairs()}>
          {texts.putAway}
        </Button>
      </div>
      <PairLine of={of} />
      <div className={css.scroll} tabIndex={0} role="group" aria-label={texts.pairs}>
        <table className={css.table}>
          <thead>
            <tr>
              <th>{texts.state}</th>
              <th>{texts.subject}</th>
              <th>{texts.files}</th>
              <th>{texts.chip}</th>
              <th aria-label={texts.take} />
            </tr>
          </thead>
          <tbody>
            {of.pairs.map((pair) => (
              <Row key={pair.id} pair={pair} onTake={() => void nextPair(pair.id)} />
            ))}
          </tbody>
        </table>
      </div>
      <LeftOver of={of} />
    </section>
  );
}
