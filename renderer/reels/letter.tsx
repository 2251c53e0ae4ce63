import { useState } from 'react';
import { Card } from '../ui/card.tsx';
import { Field } from '../ui/field.tsx';
import { FileButton } from '../ui/fileButton.tsx';
import { kindOfQr, readQr } from './readQr.ts';
import css from './reels.module.css';
import { reelsTexts as texts } from './texts.ts';

interface Props {
  readonly batchId: string;
  readonly onBatchId: (text: string) => void;
  readonly onKey: (text: string) => void;
  readonly onUnread: (file: string) => void;
}

/** What stands on the reel's letter, for those who must get the bundle from the service first. */
export function Letter({ batchId, onBatchId, onKey, onUnread }: Props) {
  const [reelId, setReelId] = useState('');
  const [said, setSaid] = useState('');
  const read = async (files: readonly File[]): Promise<void> => {
    const [file] = files;
    const text = file === undefined ? undefined : await readQr(file);
    if (text === undefined) return onUnread(file?.name ?? '');
    const kind = kindOfQr(text);
    if (kind === 'key') onKey(text);
    else onBatchId(text);
    setSaid(texts.qrRead(kind === 'batch' ? texts.qrBatch : kind === 'key' ? texts.qrKey : texts.qrOther));
  };
  return (
    <Card title={texts.letterTitle} aside={<FileButton small label={texts.picture} accept="image/*" onFiles={(files) => void read(files)} />}>
      <p className="dim">{texts.letterBody}</p>
      <div className={css.pair}>
        <Field label={texts.batchId} hint={said === '' ? texts.batchHint : said} mono value={batchId} onText={onBatchId} />
        <Field label={texts.reelId} mono value={reelId} onText={setReelId} />
      </div>
      <p className={css.service}>
        {texts.serviceLabel}: <span className="mono">{texts.service}</span>
      </p>
    </Card>
  );
}
