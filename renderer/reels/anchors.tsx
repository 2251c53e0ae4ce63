import { Badge } from '../ui/badge.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { FileButton } from '../ui/fileButton.tsx';
import css from './reels.module.css';
import { useReels } from './store/reelsStore.ts';
import { reelsTexts as texts } from './texts.ts';
import { sayFingerprint } from '../../core/result/format.ts';

/** The roots to which certificate chains must lead: the pinned ones, and the user's own with a warning. */
export function Anchors() {
  const { anchors, addAnchor, forgetAnchors } = useReels();
  const own = anchors.filter(({ pinned }) => !pinned);
  return (
    <details className={css.anchors} open={own.length > 0}>
      <summary>{texts.anchors}</summary>
      <p className="dim small">{texts.anchorsBody}</p>
      <ul>
        {anchors.map(({ subject, sha256, notAfter, pinned }) => (
          <li key={sha256} title={sayFingerprint(sha256)}>
            <Badge tone={pinned ? 'plain' : 'warn'}>{pinned ? texts.pinned : texts.own}</Badge> {subject.split('CN=')[1] ?? subject}, {notAfter}
          </li>
        ))}
      </ul>
      {own.length > 0 && <Banner tone="warn">{texts.anchorWarning}</Banner>}
      <div className={css.buttons}>
        <FileButton small label={texts.addAnchor} onFiles={([file]) => file && void addAnchor(file)} />
        {own.length > 0 && (
          <Button small look="quiet" onClick={() => void forgetAnchors()}>
            {texts.forgetAnchors}
          </Button>
        )}
      </div>
    </details>
  );
}
