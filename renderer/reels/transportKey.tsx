import { useEffect, useState, type FormEvent } from 'react';
import { Lock } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Fault } from '../ui/fault.tsx';
import { Field } from '../ui/field.tsx';
import { FileButton } from '../ui/fileButton.tsx';
import { useSecretField } from '../ui/secretField.ts';
import css from './reels.module.css';
import { useReels } from './store.ts';
import { reelsTexts as texts } from './texts.ts';

/** Takes the transport key. Hand scanners type and end with Enter; whatever came of it, the field is emptied. */
export function TransportKey() {
  const { unlock, unlockWithFile, unlocking, keyFault, scannedKey, keyTaken } = useReels();
  const field = useSecretField();
  const [filled, setFilled] = useState(false);
  // One that came from a picture stands there until it is sent or something else is typed.
  useEffect(() => {
    if (scannedKey === '') return;
    field.put(scannedKey);
    setFilled(true);
    keyTaken();
  }, [field, scannedKey, keyTaken]);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const key = field.take();
    setFilled(false);
    if (key.trim() !== '') void unlock({ transportKey: key });
  };
  return (
    <section className={css.key} aria-label={texts.lockedTitle}>
      <h3>
        <Lock size="1.125rem" aria-hidden /> {texts.lockedTitle}
      </h3>
      <p className="dim">{texts.lockedBody}</p>
      <form className={css.keyForm} onSubmit={send}>
        <Field ref={field.ref} label={texts.transportKey} hint={texts.transportHint} type="password" mono disabled={unlocking} onText={(text) => setFilled(text.trim() !== '')} />
        <Button type="submit" look="main" disabled={unlocking || !filled}>
          {unlocking ? texts.unlocking : texts.unlock}
        </Button>
        <FileButton label={texts.keyFile} onFiles={([file]) => file && void unlockWithFile(file)} />
      </form>
      {keyFault && <Fault fault={keyFault} />}
    </section>
  );
}
