import type { DataSetView } from '../../core/contract/datasets.ts';
import { Badge } from '../ui/badge.tsx';
import css from './fragments.module.css';
import { studioTexts as texts } from './texts.ts';
import { sayFingerprint } from '../../core/result/format.ts';

/** Every fragment with its size and whether its digest is the announced one. */
export function FragmentList({ fragments }: { readonly fragments: DataSetView['fragments'] }) {
  if (fragments.length === 0) return null;
  return (
    <table className={css.fragments} aria-label={texts.fragmentList}>
      <thead>
        <tr>
          <th scope="col">{texts.number}</th>
          <th scope="col" className="right">
            {texts.size}
          </th>
          <th scope="col">{texts.sha256}</th>
          <th scope="col">{texts.digest}</th>
        </tr>
      </thead>
      <tbody>
        {fragments.map(({ number, size, digest, sha256 }) => (
          <tr key={number}>
            <td>{number}</td>
            <td className="right">{size}</td>
            <td className="mono">{sayFingerprint(sha256.slice(0, 8))} …</td>
            <td>
              <Badge tone={digest === 'valid' ? 'good' : 'bad'}>{texts.digests[digest]}</Badge>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
