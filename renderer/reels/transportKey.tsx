import { useEffect, useState, type FormEvent } from 'react';
import { Lock } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Fault } from '../ui/fault.tsx';
import { Field } from '../ui/field.tsx';
import { FileButton } from '../ui/fileButton.tsx';
import { useSecretField } from '../ui/secretField.ts';
import css from './reels.module.css';
import { useReels } from './store/reelsStore.ts';
import { reelsTexts as texts } from './texts.ts';

const isTyping = (): boolean => document.activeElement?.matches('input, textarea, select') === true;

/** The field for the transport key. Barcode scanners type the key and end with Enter. The field is emptied after each try. */
export function TransportKey() {
  const { unlock, unlockWithFile, unlocking, keyFault, keyTaken, keyAsked } = useReels();
  const { place, put, take, focus } = useSecretField();
  const [filled, setFilled] = useState(() => useReels.getState().scannedKey !== '');
  // A key from a picture is moved into the field and removed from the store.
  useEffect(() => {
    const takeScanned = ({ scannedKey }: { readonly scannedKey: string }): void => {
      if (scannedKey === '') return;
      put(scannedKey);
      keyTaken();
    };
    takeScanned(useReels.getState());
    return useReels.subscribe((state) => {
      if (state.scannedKey !== '') setFilled(true);
      takeScanned(state);
    });
  }, [put, keyTaken]);
  useEffect(() => {
    if (!useReels.getState().keyWanted) return;
    keyAsked();
    // Do not take the focus from a user who types elsewhere.
    if (!isTyping()) focus();
  }, [focus, keyAsked]);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const key = take();
    setFilled(false);
    if (key.trim() !== '') void unlock({ transportKey: key });
  };
  return (
    <section className={css.key} aria-label={texts.lockedTitle}>
      <h2 className="partTitle">
        <Lock size="1.125rem" aria-hidden /> {texts.lockedTitle}
      </h2>
      <p className="dim">{texts.lockedBody}</p>
      <form className={css.keyForm} onSubmit={send}>
        <Field ref={place} label={texts.transportKey} hint={texts.transportHint} type="password" mono readOnly={unlocking} onText={(text) => setFilled(text.trim() !== '')} />
        <Button type="submit" look="main" disabled={unlocking || !filled}>
          {unlocking ? texts.unlocking : texts.unlock}
        </Button>
        <FileButton label={texts.keyFile} onFiles={([file]) => file && void unlockWithFile(file)} />
      </form>
      {keyFault && <Fault fault={keyFault} />}
    </section>
  );
}
