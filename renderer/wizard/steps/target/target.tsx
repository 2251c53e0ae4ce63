import { useState } from 'react';
import type { ObjectChoice, WizardView } from '../../../../core/contract/wizard.ts';
import { PairList } from '../../next/pairList.tsx';
import { nextTexts } from '../../next/texts.ts';
import { Button } from '../../../ui/button.tsx';
import { terms } from '../../terms.ts';
import { useWizard } from '../../wizardStore.ts';
import { Check } from '../../../ui/choices.tsx';
import { Rows } from '../../../ui/rows.tsx';
import { Term } from '../../../ui/term.tsx';
import { MaterialSlot } from '../../material/materialSlot.tsx';
import { NoBoard } from '../../../board/noBoard.tsx';
import { ObjectChoices } from '../../objectChoices.tsx';
import { wizardTexts as texts } from '../../texts.ts';
import { neverSkipped, type WizardStep } from '../step.ts';
import css from '../steps.module.css';
import { KeyDetails } from './keyDetails.tsx';

const holdsKeys = ({ id }: ObjectChoice): boolean => /^0xE0F|^0xE200/.test(id);

interface TargetsProps {
  readonly choices: readonly ObjectChoice[];
  readonly value: string;
  readonly keyGiven: boolean;
}

/** Shows key objects first. The other objects can only be prepared here, so they are folded away until a key is given. */
function Targets({ choices, value, keyGiven }: TargetsProps) {
  const answer = useWizard((state) => state.answer);
  const choose = (target: string): void => void answer({ target });
  const others = choices.filter((choice) => !holdsKeys(choice));
  const chosen = others.some(({ id }) => id === value);
  // The contents of the other objects are read from the chip only when the list is opened.
  const [open, setOpen] = useState(false);
  return (
    <div className={css.stack}>
      <ObjectChoices legend={<Term means={terms.target}>{texts.target}</Term>} choices={choices.filter(holdsKeys)} value={value} onChoose={choose} />
      {(!keyGiven || chosen) && others.length > 0 && (
        <details className={css.fold} open={open || chosen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary>{texts.dataTargets}</summary>
          {(open || chosen) && <ObjectChoices legend={<span className="hiddenVisually">{texts.dataTargets}</span>} choices={others} value={value} onChoose={choose} />}
        </details>
      )}
    </div>
  );
}

/** Offers a sample pair. Hidden as soon as the slot has content. */
function TrySample({ material }: { readonly material: WizardView['device'] }) {
  const trySample = useWizard((state) => state.trySample);
  if (material.key !== undefined || material.certificate !== undefined) return null;
  return <Button onClick={() => void trySample()}>{nextTexts.trySample}</Button>;
}

function View({ view }: { readonly view: WizardView }) {
  const answer = useWizard((state) => state.answer);
  const { answers, choices } = view;
  const aes = view.device.key?.algorithm.startsWith('aes') === true;
  return (
    <div className={css.stack}>
      <NoBoard />
      <MaterialSlot slot="device" material={view.device} label={texts.deviceZone} says={texts.deviceSays} clear={texts.clearDevice} others={<TrySample material={view.device} />} />
      {view.pairs && <PairList of={view.pairs} />}
      <div className={css.pairs}>
        <Targets choices={choices.targets} value={answers.target} keyGiven={view.device.key !== undefined} />
        {!aes && <div className={css.stack}>
          <ObjectChoices
            legend={texts.certificateObject}
            choices={choices.certificateObjects}
            value={answers.certificateObject}
            onChoose={(certificateObject) => void answer({ certificateObject })}
          />
          <Check
            title={texts.identityTag}
            detail={texts.identityTagDetail}
            checked={answers.identityTag}
            onCheck={(identityTag) => void answer({ identityTag })}
          />
        </div>}
      </div>
      <KeyDetails answers={answers} />
      {view.targetMetadata.length > 0 && (
        <section>
          <h2 className="partTitle">
            <Term means={terms.metadata}>{texts.presentMetadata(answers.target)}</Term>
          </h2>
          <Rows label={texts.presentMetadata(answers.target)} rows={view.targetMetadata} />
        </section>
      )}
    </div>
  );
}

export const targetStep: WizardStep = { id: 'target', skipped: neverSkipped, View };
