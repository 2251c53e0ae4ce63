import { useId, type ReactNode } from 'react';
import { classes } from './classes.ts';
import css from './field.module.css';
import own from './textArea.module.css';

interface Props {
  readonly label: ReactNode;
  readonly value: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly mono?: boolean;
  readonly rows?: number;
  readonly onText: (text: string) => void;
}

/** A field for longer text; Enter begins a new line in it. */
export function TextArea({ label, value, hint, error, mono = false, rows = 4, onText }: Props) {
  const id = useId();
  const below = error ?? hint;
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className={classes(css.input, own.area, mono && css.mono)}
        rows={rows}
        value={value}
        aria-invalid={error !== undefined}
        aria-describedby={below === undefined ? undefined : `${id}-below`}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onText(event.currentTarget.value)}
      />
      {below !== undefined && (
        <div id={`${id}-below`} className={error === undefined ? css.hint : css.error}>
          {below}
        </div>
      )}
    </div>
  );
}
