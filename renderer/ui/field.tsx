import { useId, type InputHTMLAttributes, type ReactNode, type Ref } from 'react';
import { classes } from './classes.ts';
import css from './field.module.css';

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly mono?: boolean;
  readonly onText: (text: string) => void;
  readonly ref?: Ref<HTMLInputElement>;
}

export function Field({ label, hint, error, mono = false, onText, className, ...input }: Props) {
  const id = useId();
  const below = error ?? hint;
  return (
    <div className={classes(css.field, className)}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={classes(css.input, mono && css.mono)}
        aria-invalid={error !== undefined}
        aria-describedby={below === undefined ? undefined : `${id}-below`}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onText(event.currentTarget.value)}
        {...input}
      />
      {below !== undefined && (
        <div id={`${id}-below`} className={error === undefined ? css.hint : css.error}>
          {below}
        </div>
      )}
    </div>
  );
}
