import { updateChoices, type WizardView } from '../../../../core/contract/wizard.ts';
import { terms } from '../../terms.ts';
import { useWizard } from '../../wizardStore.ts';
import { Choices } from '../../../ui/choices.tsx';
import { Term } from '../../../ui/term.tsx';
import { wizardTexts as texts } from '../../texts.ts';
import { neverSkipped, type WizardStep } from '../step.ts';

const options = updateChoices.map((value) => ({ value, ...texts.updates[value] }));

function View({ view }: { readonly view: WizardView }) {
  const answer = useWizard((state) => state.answer);
  return <Choices legend={<Term means={terms.protectedUpdate}>{texts.update}</Term>} options={options} value={view.answers.update} onChoose={(update) => void answer({ update })} />;
}

export const updateStep: WizardStep = { id: 'update', skipped: neverSkipped, View };
