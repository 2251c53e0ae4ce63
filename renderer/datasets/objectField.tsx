import { useId } from 'react';
import type { ObjectChoice } from '../../core/contract/wizard.ts';
import { Field } from '../ui/field.tsx';
import { sameOid } from '../ui/oid.ts';

interface Props {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly choices: readonly ObjectChoice[];
  readonly error: string | undefined;
  readonly onText: (text: string) => void;
}

/** An object's id, typed or chosen from those that fit. Below it are the object's kind and present content. */
export function ObjectField({ label, hint, value, choices, error, onText }: Props) {
  const id = useId();
  const found = choices.find((choice) => sameOid(choice.id, value));
  const says = found === undefined ? hint : [found.name, found.present].filter((part) => part !== '').join(' · ');
  return (
    <div>
      <Field label={label} mono list={id} value={value} hint={says} error={error} onText={onText} />
      <datalist id={id}>
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.name}
          </option>
        ))}
      </datalist>
    </div>
  );
}
