import { KeyRound } from 'lucide-react';
import type { WizardView } from '../../../../core/contract/wizard.ts';
import { terms } from '../../terms.ts';
import { useWizard } from '../../wizardStore.ts';
import { Button } from '../../../ui/button.tsx';
import { YesNo } from '../../../ui/choices.tsx';
import { MaterialSlot } from '../../material/materialSlot.tsx';
import { ObjectChoices } from '../../objectChoices.tsx';
import { Term } from '../../../ui/term.tsx';
import { wizardTexts as texts } from '../../texts.ts';
import { neverSkipped, type WizardStep } from '../step.ts';
import { classes } from '../../../ui/classes.ts';
import css from '../steps.module.css';

function View({ view }: { readonly view: WizardView }) {
  const { answer, makeIntegrity } = useWizard();
  const make = (
    <Button icon={<KeyRound size="1rem" aria-hidden />} onClick={() => void makeIntegrity()}>
      {texts.makeIntegrity}
    </Button>
  );
  return (
    <div className={classes(css.stack, css.narrow)}>
      <MaterialSlot
        slot="integrity"
        material={view.integrity}
        label={texts.integrityZone}
        says={texts.integritySays}
        clear={texts.clearIntegrity}
        others={make}
      />
      <ObjectChoices
        legend={<Term means={terms.trustAnchor}>{texts.anchorObject}</Term>}
        choices={view.choices.anchors}
        value={view.answers.anchorObject}
        onChoose={(anchorObject) => void answer({ anchorObject })}
      />
      <YesNo
        legend={<Term means={terms.lifecycle}>{texts.lockAnchor}</Term>}
        no={texts.lockAnchorNo}
        yes={texts.lockAnchorYes}
        value={view.answers.lockAnchor}
        onChoose={(lockAnchor) => void answer({ lockAnchor })}
      />
    </div>
  );
}

export const anchorStep: WizardStep = { id: 'anchor', skipped: neverSkipped, View };
