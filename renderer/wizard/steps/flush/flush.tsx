import type { WizardView } from '../../../../core/contract/wizard.ts';
import { terms } from '../../terms.ts';
import { useWizard } from '../../wizardStore.ts';
import { YesNo } from '../../../ui/choices.tsx';
import { Term } from '../../../ui/term.tsx';
import { wizardTexts as texts } from '../../texts.ts';
import { withDataOnly } from '../skippedSteps.ts';
import type { WizardStep } from '../step.ts';

function View({ view }: { readonly view: WizardView }) {
  const answer = useWizard((state) => state.answer);
  return (
    <YesNo
      legend={<Term means={terms.flush}>{texts.flush}</Term>}
      no={texts.flushNo}
      yes={texts.flushYes}
      value={view.answers.flush}
      onChoose={(flush) => void answer({ flush })}
    />
  );
}

export const flushStep: WizardStep = { id: 'flush', skipped: withDataOnly, View };
