import { useRef, type FormEvent, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { classes } from './classes.ts';
import { Fault, type FaultParts } from './fault.tsx';
import { Field } from './field.tsx';
import css from './passwordForm.module.css';

interface Props {
  readonly locked: { readonly ticket: { readonly name: string }; readonly fault: FaultParts | undefined };
  readonly texts: { readonly password: (file: string) => string; readonly passwordHint?: string; readonly unlock: string; readonly otherFile: string };
  readonly icon?: ReactNode;
  readonly className?: string | undefined;
  readonly onPassword: (password: string) => Promise<void>;
  readonly onOtherFile: () => void;
}

/** Asks for the password of an encrypted file, in place. It is read from the field when sent and never kept in a state. */
export function PasswordForm({ locked, texts, icon, className, onPassword, onOtherFile }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const password = new FormData(form.current ?? undefined).get('password');
    form.current?.reset();
    if (typeof password === 'string') await onPassword(password);
  };
  return (
    <form ref={form} className={classes(css.form, className)} onSubmit={(event) => void submit(event)}>
      {locked.fault && <Fault fault={locked.fault} />}
      <Field type="password" name="password" label={texts.password(locked.ticket.name)} hint={texts.passwordHint} onText={() => undefined} autoFocus />
      <div className={css.buttons}>
        <Button type="submit" icon={icon}>
          {texts.unlock}
        </Button>
        <Button look="quiet" onClick={onOtherFile}>
          {texts.otherFile}
        </Button>
      </div>
    </form>
  );
}
