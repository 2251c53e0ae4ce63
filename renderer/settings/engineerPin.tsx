import { useEffect, useState, type FormEvent } from 'react';
import type { FaultView } from '../../core/contract/board.ts';
import { pinLimit } from '../../core/contract/line.ts';
import { client } from '../client/client.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Fault } from '../ui/fault.tsx';
import { Field } from '../ui/field.tsx';
import { useSecretField } from '../ui/secretField.ts';
import css from './settings.module.css';
import { settingsTexts as texts } from './texts.ts';

type Outcome = FaultView | 'set' | 'differ' | undefined;

function Said({ outcome }: { readonly outcome: Outcome }) {
  if (outcome === undefined) return null;
  if (outcome === 'set') return <Banner tone="good">{texts.pinDone}</Banner>;
  return outcome === 'differ' ? <Banner tone="bad">{texts.pinDiffers}</Banner> : <Fault fault={outcome} />;
}

/** Sets the engineer's PIN, which is needed to leave the operator's screen. The typed PIN is in no state and is removed when it is sent. */
export function EngineerPin() {
  const [isSet, setIsSet] = useState<boolean>();
  const [outcome, say] = useState<Outcome>();
  const { place: oldPlace, take: takeOld } = useSecretField();
  const { place: pinPlace, take: takePin } = useSecretField();
  const { place: againPlace, take: takeAgain } = useSecretField();
  useEffect(() => {
    void client.call('line/pin', {}).then((answer) => answer.ok && setIsSet(answer.value.set));
  }, []);
  const send = async (): Promise<void> => {
    const [old, pin, again] = [takeOld(), takePin(), takeAgain()];
    if (pin !== again) return say('differ');
    const answer = await client.call('line/set-pin', { pin, ...(isSet === true ? { old } : {}) });
    say(answer.ok ? 'set' : answer.fault);
    if (answer.ok) setIsSet(true);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void send();
  };
  if (isSet === undefined) return null;
  return (
    <form aria-label={texts.pin} className={css.defaults} onSubmit={submit}>
      <h2 className="partTitle">{texts.pin}</h2>
      <p className="dim small">{texts.pinBody}</p>
      <Said outcome={outcome} />
      {isSet && <Field ref={oldPlace} type="password" label={texts.pinOld} maxLength={pinLimit.most} onText={() => undefined} />}
      <Field ref={pinPlace} type="password" label={texts.pinNew} hint={texts.pinHint} maxLength={pinLimit.most} onText={() => undefined} />
      <Field ref={againPlace} type="password" label={texts.pinAgain} maxLength={pinLimit.most} onText={() => undefined} />
      <div className={css.zoom}>
        <Button type="submit">{isSet ? texts.pinChange : texts.pinSet}</Button>
      </div>
    </form>
  );
}
