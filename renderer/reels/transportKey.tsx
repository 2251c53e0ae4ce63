import { useState } from 'react';
import { Lock } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Fault } from '../ui/fault.tsx';
import { Field } from '../ui/field.tsx';
import { FileButton } from '../ui/fileButton.tsx';
import css from './reels.module.css';
import { useReels } from './store.ts';
import { reelsTexts as texts } from './texts.ts';

/** Takes the transport key. Hand scanners type and end with Enter; whatever came of it, the field is emptied. */
export function TransportKey() {
  const { unlock, unlockWithFile, unlocking, keyFault, scannedKey, keyTaken } = useReels();
  const [key, setKey] = useState('');
  // One that came from a picture stands there until it is sent or something else is typed.
  const shown = key === '' ? scannedKey : key;
  const type = (text: string): void => {
    setKey(text);
    keyTaken();
  };
  const send = async (): Promise<void> => {
    type('');
    await unlock({ transportKey: shown });
  };
  return (
    <section className={css.key} aria-label={texts.lockedTitle}>
      <h3>
        <Lock size="1.125rem" aria-hidden /> {texts.lockedTitle}
      </h3>
      <p className="dim">{texts.lockedBody}</p>
      <form
        className={css.keyForm}
        onSubmit={(event) => {
          event.preventDefault();
          if (shown.trim() !== '') void send();
        }}
      >
        <Field label={texts.transportKey} hint={texts.transportHint} type="password" mono value={shown} disabled={unlocking} onText={type} />
        <Button type="submit" look="main" disabled={unlocking || shown.trim() === ''}>
          {unlocking ? texts.unlocking : texts.unlock}
        </Button>
        <FileButton label={texts.keyFile} onFiles={([file]) => file && void unlockWithFile(file)} />
      </form>
      {keyFault && <Fault fault={keyFault} />}
    </section>
  );
}
