import { KeyRound } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { algorithmWords, newKeyAlgorithms, type NewKeyAlgorithm } from '../../core/objects/codes.ts';
import { FileButton } from '../files/ticketButton.tsx';
import { Select } from '../ui/select.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import css from './keys.module.css';
import { useKeys } from './store.ts';
import { keysTexts as texts } from './texts.ts';

const options = newKeyAlgorithms.map((value) => ({ value, title: algorithmWords[value] }));

/** Makes a key, or opens a file with one. */
export function NewKey() {
  const { make, open, refuse, busy } = useKeys();
  const count = useKeys((state) => state.view?.items.length ?? 0);
  const [algorithm, setAlgorithm] = useState<NewKeyAlgorithm>('secp256r1');
  const [name, setName] = useState<string>();
  const shown = name ?? texts.nameOf(algorithmWords[algorithm], count + 1);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setName(undefined);
    void make(algorithm, shown);
  };
  return (
    <form className={css.new} aria-label={texts.newKey} onSubmit={submit}>
      <Select label={texts.algorithm} value={algorithm} options={options} onChoose={setAlgorithm} />
      <Field label={texts.name} value={shown} onText={setName} />
      <Button type="submit" look="main" disabled={busy} icon={<KeyRound size="1.25rem" aria-hidden />}>
        {busy ? texts.making : texts.make}
      </Button>
      <FileButton label={texts.open} onTicket={(ticket) => void open(ticket)} onFault={refuse} />
    </form>
  );
}
