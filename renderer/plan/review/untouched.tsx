import type { WizardView } from '../../../core/contract/wizard.ts';
import { useWizard } from '../../wizard/wizardStore.ts';
import { wizardTexts } from '../../wizard/texts.ts';
import { summaryTexts as texts } from './summaryTexts.ts';

function say({ answers }: WizardView, setting: WizardView['untouched'][number]): string {
  if (setting === 'keyUsage') return texts.settings.keyUsage(answers.keyUsage.map((usage) => wizardTexts.usages[usage].toLowerCase()).join(' and '));
  return texts.settings[setting](String(answers[setting]));
}

/** Lists the settings of a wizard's plan that still have their default. */
export function Untouched() {
  const view = useWizard((state) => state.view);
  if (view === undefined || view.untouched.length === 0) return null;
  return (
    <p className="small" data-testid="untouched">
      <span className="dim">{texts.untouched}: </span>
      {view.untouched.map((setting) => say(view, setting)).join(', ')}.
    </p>
  );
}
