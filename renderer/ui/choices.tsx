import { useId, type ReactNode } from 'react';
import css from './choices.module.css';

export interface Option<T extends string> {
  readonly value: T;
  readonly title: string;
  readonly aside?: ReactNode;
  readonly detail?: ReactNode;
  /** Why this option cannot be chosen. */
  readonly unfit?: string | undefined;
}

interface OptionProps {
  readonly type: 'radio' | 'checkbox';
  readonly name: string;
  readonly option: Option<string>;
  readonly checked: boolean;
  readonly onChoose: (checked: boolean) => void;
}

function OptionRow({ type, name, option, checked, onChoose }: OptionProps) {
  const id = useId();
  const detail = option.unfit ?? option.detail;
  return (
    <label className={css.option}>
      <input
        type={type}
        name={name}
        value={option.value}
        checked={checked}
        disabled={option.unfit !== undefined}
        aria-labelledby={`${id}-title`}
        aria-describedby={detail === undefined ? undefined : `${id}-detail`}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      <span>
        <span className={css.title}>
          <span id={`${id}-title`}>{option.title}</span>
          {option.aside}
        </span>
        {detail !== undefined && (
          <span id={`${id}-detail`} className={css.detail}>
            {detail}
          </span>
        )}
      </span>
    </label>
  );
}

interface ChoicesProps<T extends string> {
  readonly legend: ReactNode;
  readonly options: readonly Option<T>[];
  readonly value: T;
  readonly onChoose: (value: T) => void;
  /** Title of the folded part with the options that cannot be chosen. Without it, those options stay in the list. */
  readonly foldUnfit?: (count: number) => string;
}

/** A list of choices, of which exactly one is chosen. Arrow keys move, as in any radio group. */
export function Choices<T extends string>({ legend, options, value, onChoose, foldUnfit }: ChoicesProps<T>) {
  const name = useId();
  const row = (option: Option<T>) => (
    <OptionRow key={option.value} type="radio" name={name} option={option} checked={option.value === value} onChoose={() => onChoose(option.value)} />
  );
  const folded = foldUnfit === undefined ? [] : options.filter((option) => option.unfit !== undefined && option.value !== value);
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{legend}</legend>
      {options.filter((option) => !folded.includes(option)).map(row)}
      {foldUnfit !== undefined && folded.length > 0 && (
        <details className={css.rest}>
          <summary>{foldUnfit(folded.length)}</summary>
          <div>{folded.map(row)}</div>
        </details>
      )}
    </fieldset>
  );
}

interface CheckProps {
  readonly title: string;
  readonly detail?: ReactNode;
  readonly checked: boolean;
  readonly onCheck: (checked: boolean) => void;
}

export function Check({ title, detail, checked, onCheck }: CheckProps) {
  return <OptionRow type="checkbox" name={title} option={{ value: 'on', title, detail }} checked={checked} onChoose={onCheck} />;
}

interface YesNoProps {
  readonly legend: ReactNode;
  readonly yes: { readonly title: string; readonly detail?: ReactNode };
  readonly no: { readonly title: string; readonly detail?: ReactNode };
  readonly value: boolean;
  readonly onChoose: (value: boolean) => void;
}

export function YesNo({ legend, yes, no, value, onChoose }: YesNoProps) {
  const options = [
    { value: 'no', ...no },
    { value: 'yes', ...yes },
  ] as const;
  return <Choices legend={legend} options={options} value={value ? 'yes' : 'no'} onChoose={(chosen) => onChoose(chosen === 'yes')} />;
}
