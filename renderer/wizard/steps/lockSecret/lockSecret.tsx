import type { WizardView } from '../../../../core/contract/wizard.ts';
import { terms } from '../../terms.ts';
import { useWizard } from '../../wizardStore.ts';
import { Check, YesNo } from '../../../ui/choices.tsx';
import { Term } from '../../../ui/term.tsx';
import { wizardTexts as texts } from '../../texts.ts';
import { withoutConfidentiality } from '../skippedSteps.ts';
import type { WizardStep } from '../step.ts';
import css from '../steps.module.css';

function View({ view }: { readonly view: WizardView }) {
  const answer = useWizard((state) => state.answer);
  return (
    <div className={css.stack}>
      <YesNo
        legend={<Term means={terms.lifecycle}>{texts.lockSecret}</Term>}
        no={texts.lockSecretNo}
        yes={texts.lockSecretYes}
        value={view.answers.lockSecret}
        onChoose={(lockSecret) => void answer({ lockSecret })}
      />
      <Check
        title={texts.secretUnreadable}
        detail={texts.secretUnreadableDetail}
        checked={view.answers.secretUnreadable}
        onCheck={(secretUnreadable) => void answer({ secretUnreadable })}
      />
    </div>
  );
}

export const lockSecretStep: WizardStep = { id: 'lockSecret', skipped: withoutConfidentiality, View };
