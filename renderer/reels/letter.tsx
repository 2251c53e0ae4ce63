import { useState } from 'react';
import { Card } from '../ui/card.tsx';
import { CopyButton } from '../ui/copyButton.tsx';
import { Field } from '../ui/field.tsx';
import { FileButton } from '../ui/fileButton.tsx';
import css from './reels.module.css';
import { ServiceLink } from './serviceLink.tsx';
import { useReels } from './store/reelsStore.ts';
import { reelsTexts as texts } from './texts.ts';

/** The data on the reel's letter, for users who still have to get the bundle from the service. */
export function Letter() {
  const [reelId, setReelId] = useState('');
  const { batchId, qrSays, setBatchId, readLetter } = useReels();
  return (
    <Card title={texts.letterTitle} aside={<FileButton small label={texts.picture} accept="image/*" onFiles={([file]) => file && void readLetter(file)} />}>
      <p className="dim">{texts.letterBody}</p>
      <div className={css.pair}>
        <div>
          <Field label={texts.batchId} hint={qrSays === '' ? texts.batchHint : qrSays} mono value={batchId} onText={setBatchId} />
          <CopyButton text={batchId} what={texts.batchId} />
        </div>
        <div>
          <Field label={texts.reelId} hint={texts.reelIdHint} mono value={reelId} onText={setReelId} />
          <CopyButton text={reelId} what={texts.reelId} />
        </div>
      </div>
      <ServiceLink />
    </Card>
  );
}
