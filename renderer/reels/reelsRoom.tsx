import { useEffect } from 'react';
import { X } from 'lucide-react';
import { takeFiles } from '../files/takeFiles.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { DropZone } from '../ui/dropZone.tsx';
import { Fault } from '../ui/fault.tsx';
import { Progress } from '../ui/progress.tsx';
import { FileButton } from '../ui/fileButton.tsx';
import { uiTexts } from '../ui/texts.ts';
import { ScreenHeading } from '../ui/screenHeading.tsx';
import { Anchors } from './anchors.tsx';
import { Letter } from './letter.tsx';
import { ReelPanel } from './reelView.tsx';
import css from './reels.module.css';
import { useReels } from './store/reelsStore.ts';
import { openSampleReel } from './sampleReel.ts';
import { reelsTexts as texts } from './texts.ts';
import { VerdictPanel } from './verdictPanel.tsx';

function Opening() {
  const { progress, cancel, handing } = useReels();
  const { archives, files, archive } = progress ?? { archives: { done: 0, total: 1 }, files: { done: 0, total: 0 }, archive: '' };
  const part = files.total === 0 ? 0 : files.done / files.total;
  const text = handing !== undefined ? texts.handing(handing.name) : progress === undefined ? texts.opening : texts.openingAt(archive, archives, files);
  return (
    <div className={css.opening}>
      <p role="status">{text}</p>
      <Progress label={texts.opening} value={(archives.done + part) / Math.max(1, archives.total)} text={text} />
      <Button data-back-action onClick={() => void cancel()}>
        {texts.cancel}
      </Button>
    </div>
  );
}

function Head() {
  const { reels, shown, show, close, openFiles, opening } = useReels();
  const reel = reels.find(({ id }) => id === shown);
  return (
    <div className={css.head}>
      <ScreenHeading>{reel === undefined ? texts.title : texts.reel(reel.reelId)}</ScreenHeading>
      {reel && (
        <p className={css.batch} title={reel.batch}>
          {texts.batch} <span className="mono">{reel.batch}</span>
        </p>
      )}
      {reels.length > 1 && (
        <select aria-label={texts.title} value={shown} onChange={(event) => void show(event.currentTarget.value)}>
          {reels.map(({ id, reelId }) => (
            <option key={id} value={id}>
              {reelId}
            </option>
          ))}
        </select>
      )}
      {reel && !opening && <FileButton small multiple label={texts.more} onFiles={(files) => void openFiles(files)} />}
      {reel && (
        <Button small look="quiet" onClick={() => void close()}>
          {texts.close}
        </Button>
      )}
    </div>
  );
}

function EmptyActions() {
  const openFiles = useReels((state) => state.openFiles);
  return (
    <>
      <FileButton folder label={texts.folder} onFiles={(files) => void openFiles(files)} />
      <Button onClick={() => void openSampleReel()}>{texts.trySample}</Button>
    </>
  );
}

function Empty() {
  return (
    <div className={css.empty}>
      <h2>{texts.emptyTitle}</h2>
      <p className="dim">{texts.emptyBody}</p>
      <DropZone label={texts.drop} says={texts.dropSays} choose={texts.choose} onFiles={(files) => void takeFiles(files)} others={<EmptyActions />} />
      <Anchors />
      <Letter />
    </div>
  );
}

/** Shows the text read from the picture of a letter, until it is used or another reel is shown. */
function LetterSays() {
  const { qrSays, dismissLetter } = useReels();
  if (qrSays === '') return null;
  return (
    <Banner tone="info" actions={<Button small look="quiet" aria-label={uiTexts.dismiss} icon={<X size="1rem" aria-hidden />} onClick={dismissLetter} />}>
      {qrSays}
    </Banner>
  );
}

/** Cloud ID reels: open a bundle, give the transport key, see every chip, and check the origin of the connected chip. */
export function ReelsRoom() {
  const { reels, shown, load, opening, fault, dismiss } = useReels();
  useEffect(() => void load(), [load]);
  const reel = reels.find(({ id }) => id === shown);
  return (
    <div className={css.room}>
      <Head />
      {fault && <Fault fault={fault} onDismiss={dismiss} />}
      {opening && <Opening />}
      <VerdictPanel />
      {reel && <LetterSays />}
      {reel ? <ReelPanel reel={reel} /> : !opening && <Empty />}
    </div>
  );
}
