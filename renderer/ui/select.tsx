import { useId, type ReactNode } from 'react';
import css from './select.module.css';

interface Option<T extends string> {
  readonly value: T;
  readonly title: string;
  readonly disabled?: boolean;
}

interface Props<T extends string> {
  readonly label: ReactNode;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
  /** The label is only for screen readers. */
  readonly quiet?: boolean;
  readonly onChoose: (value: T) => void;
}

/** The system's own list of choices. It needs little space and works with the keyboard. */
export function Select<T extends string>({ label, value, options, hint, disabled = false, quiet = false, onChoose }: Props<T>) {
  const id = useId();
  const choose = (chosen: string): void => {
    const option = options.find((one) => one.value === chosen);
    if (option !== undefined) onChoose(option.value);
  };
  return (
    <div className={css.field}>
      <label className={quiet ? 'hiddenVisually' : css.label} htmlFor={id}>
        {label}
      </label>
      <select id={id} className={css.select} value={value} disabled={disabled} onChange={(event) => choose(event.currentTarget.value)}>
        {options.map(({ value: one, title, disabled: off }) => (
          <option key={one} value={one} disabled={off}>
            {title}
          </option>
        ))}
      </select>
      {hint !== undefined && <p className="dim small">{hint}</p>}
    </div>
  );
}
