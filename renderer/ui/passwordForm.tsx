import type { FormEvent, ReactNode } from 'react';
import { Button } from './button.tsx';
import { classes } from './classes.ts';
import { Fault, type FaultParts } from './fault.tsx';
import { Field } from './field.tsx';
import css from './passwordForm.module.css';
import { useSecretField } from './secretField.ts';

interface Props {
  readonly locked: { readonly ticket: { readonly name: string }; readonly fault: FaultParts | undefined };
  readonly texts: { readonly password: (file: string) => string; readonly passwordHint?: string; readonly unlock: string; readonly otherFile: string };
  readonly icon?: ReactNode;
  readonly className?: string | undefined;
  readonly onPassword: (password: string) => Promise<void>;
  readonly onOtherFile: () => void;
}

/** Asks for the password of an encrypted file, in place. The password is read from the field when it is sent, and never kept in a state. */
export function PasswordForm({ locked, texts, icon, className, onPassword, onOtherFile }: Props) {
  const { place, take } = useSecretField();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void onPassword(take());
  };
  return (
    <form className={classes(css.form, className)} onSubmit={submit}>
      {locked.fault && <Fault fault={locked.fault} />}
      <Field ref={place} type="password" label={texts.password(locked.ticket.name)} hint={texts.passwordHint} onText={() => undefined} autoFocus />
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
