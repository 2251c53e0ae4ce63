import { useEffect, type ReactNode } from 'react';
import type { ObjectChoice } from '../../core/contract/wizard.ts';
import { Choices, type Option } from '../ui/choices.tsx';
import { wizardTexts } from './texts.ts';
import { useWizard } from './wizardStore.ts';

const option = ({ id, name, unfit, present }: ObjectChoice): Option<string> => ({
  value: id,
  title: `${id} ${name}`,
  detail: present,
  unfit,
});

interface Props {
  readonly legend: ReactNode;
  readonly choices: readonly ObjectChoice[];
  readonly value: string;
  readonly onChoose: (id: string) => void;
}

/** The chip's objects for a step, with their content. Those that do not fit are folded away, each with its reason. */
export function ObjectChoices({ legend, choices, value, onChoose }: Props) {
  const look = useWizard((state) => state.look);
  const unread = choices.flatMap(({ id, unread: open }) => (open === true ? [id] : [])).join(' ');
  useEffect(() => {
    if (unread !== '') void look(unread.split(' '));
  }, [unread, look]);
  if (choices.length === 0) {
    return (
      <div>
        <h2 className="partTitle">{legend}</h2>
        <p className="dim">{wizardTexts.noChoices}</p>
      </div>
    );
  }
  return <Choices legend={legend} options={choices.map(option)} value={value} onChoose={onChoose} foldUnfit={wizardTexts.cannotTake} />;
}
