import { Delete } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { FaultView } from '../../core/contract/board.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { useSecretField } from '../ui/secretField.ts';
import css from './operator.module.css';
import type { PinKeys } from './pinReader.ts';
import { operatorTexts as texts } from './texts.ts';
import { pressFocused, usePinKeys } from './useScanner.ts';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

interface Props {
  /** What the PIN is for. */
  readonly title: string;
  readonly confirm: string;
  readonly pinSet: boolean;
  /** @returns why the PIN was refused; undefined when it was right */
  readonly send: (pin: string) => Promise<FaultView | undefined>;
  readonly onStay: () => void;
}

/** Why the last PIN was refused, or that a scan was ignored. */
type Refusal = FaultView | 'scan' | undefined;

function Said({ refusal }: { readonly refusal: Refusal }) {
  if (refusal === undefined) return null;
  if (refusal === 'scan') return <Banner tone="warn">{texts.scanIgnored}</Banner>;
  return (
    <Banner tone="bad" role="alert">
      <p>
        <strong>{refusal.what}</strong>
      </p>
      <p>{refusal.why}</p>
      <p>{refusal.todo}</p>
    </Banner>
  );
}

/** Where the engineer types the PIN. The PIN is only in the field, and is removed from it when it is sent. */
export function PinPad({ title, confirm, pinSet, send: sendPin, onStay }: Props) {
  const { place, put, take, focus } = useSecretField();
  const [refusal, refuse] = useState<Refusal>();
  useEffect(focus, [focus]);
  const send = async (): Promise<void> => {
    const pin = take();
    if (pin !== '') refuse(await sendPin(pin));
  };
  const press = (key: string): void => {
    const onButton = document.activeElement instanceof HTMLButtonElement;
    if (onButton && (key === 'Enter' || key === ' ')) pressFocused();
    else if (key === 'Enter') void send();
    else if (key === 'Backspace') put(take().slice(0, -1));
    else if ([...key].length === 1) put(take() + key);
  };
  usePinKeys((keys: PinKeys) => (keys === 'scan' ? refuse('scan') : keys.forEach(press)));
  return (
    <section className={css.pad} aria-label={title} onKeyDown={({ key }) => key === 'Escape' && onStay()}>
      <h2>{title}</h2>
      {!pinSet && <Banner tone="warn">{texts.noPin}</Banner>}
      <Said refusal={refusal} />
      <Field ref={place} type="password" label={texts.pin} readOnly onText={() => undefined} />
      <div className={css.digits}>
        {digits.map((digit) => (
          <Button key={digit} onClick={() => put(take() + digit)}>
            {digit}
          </Button>
        ))}
        <Button aria-label={texts.eraseLast} icon={<Delete size="1.5rem" aria-hidden />} onClick={() => put(take().slice(0, -1))} />
      </div>
      <div className={css.padFoot}>
        <Button onClick={onStay}>{texts.stay}</Button>
        <Button look="main" onClick={() => void send()}>
          {confirm}
        </Button>
      </div>
    </section>
  );
}
