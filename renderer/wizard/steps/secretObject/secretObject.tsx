import type { WizardView } from '../../../../core/contract/wizard.ts';
import { terms } from '../../terms.ts';
import { useWizard } from '../../wizardStore.ts';
import { ObjectChoices } from '../../objectChoices.tsx';
import { Term } from '../../../ui/term.tsx';
import { wizardTexts as texts } from '../../texts.ts';
import { withoutConfidentiality } from '../skippedSteps.ts';
import type { WizardStep } from '../step.ts';

function View({ view }: { readonly view: WizardView }) {
  const answer = useWizard((state) => state.answer);
  return (
    <ObjectChoices
      legend={<Term means={terms.updateSecret}>{texts.secretObject}</Term>}
      choices={view.choices.secrets}
      value={view.answers.secretObject}
      onChoose={(secretObject) => void answer({ secretObject })}
    />
  );
}

export const secretObjectStep: WizardStep = { id: 'secretObject', skipped: withoutConfidentiality, View };
