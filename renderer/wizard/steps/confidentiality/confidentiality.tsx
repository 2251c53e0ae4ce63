import type { WizardView } from '../../../../core/contract/wizard.ts';
import { terms } from '../../terms.ts';
import { useWizard } from '../../wizardStore.ts';
import { YesNo } from '../../../ui/choices.tsx';
import { Term } from '../../../ui/term.tsx';
import { wizardTexts as texts } from '../../texts.ts';
import { neverSkipped, type WizardStep } from '../step.ts';

function View({ view }: { readonly view: WizardView }) {
  const answer = useWizard((state) => state.answer);
  return (
    <YesNo
      legend={<Term means={terms.confidentiality}>{texts.confidentiality}</Term>}
      no={texts.confidentialityNo}
      yes={texts.confidentialityYes}
      value={view.answers.confidentiality}
      onChoose={(confidentiality) => void answer({ confidentiality })}
    />
  );
}

export const confidentialityStep: WizardStep = { id: 'confidentiality', skipped: neverSkipped, View };
