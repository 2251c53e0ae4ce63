import { useRef, type FormEvent } from 'react';
import { LockKeyhole } from 'lucide-react';
import type { LockedKey } from '../../client/wizardStore.ts';
import { useWizard } from '../../client/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Fault } from '../../ui/fault.tsx';
import { Field } from '../../ui/field.tsx';
import { wizardTexts as texts } from '../texts.ts';
import css from './material.module.css';

/** Asks for an encrypted key's password, in place. It is read from the field when sent and never kept in a state. */
export function PasswordForm({ locked }: { readonly locked: LockedKey }) {
  const { unlock, forgetLocked } = useWizard();
  const form = useRef<HTMLFormElement>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const password = new FormData(form.current ?? undefined).get('password');
    form.current?.reset();
    if (typeof password === 'string') await unlock(password);
  };
  return (
    <form ref={form} className={css.password} onSubmit={(event) => void submit(event)}>
      {locked.fault && <Fault fault={locked.fault} />}
      <Field type="password" name="password" label={texts.password(locked.ticket.name)} hint={texts.passwordHint} onText={() => undefined} autoFocus />
      <div className={css.buttons}>
        <Button type="submit" icon={<LockKeyhole size="1rem" aria-hidden />}>
          {texts.unlock}
        </Button>
        <Button look="quiet" onClick={forgetLocked}>
          {texts.otherFile}
        </Button>
      </div>
    </form>
  );
}
