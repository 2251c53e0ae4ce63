import type { WizardDefaults as Defaults } from '../../core/contract/wizard.ts';
import { wizardTexts } from '../wizard/texts.ts';
import { useWizard } from '../wizard/wizardStore.ts';
import { Button } from '../ui/button.tsx';
import css from './settings.module.css';
import { useSettings } from './settingsStore.ts';
import { settingsTexts as texts } from './texts.ts';

/** One line for each default, in the order of the wizard's steps. */
function say({ identityTag, keyUsage, anchorObject, lockAnchor, secretObject, lockSecret, secretUnreadable, flush }: Defaults): string[] {
  const { defaults } = texts;
  const usages = keyUsage?.map((usage) => wizardTexts.usages[usage].toLowerCase()).join(' and ');
  const lines = [
    identityTag === undefined ? undefined : defaults.identityTag(identityTag),
    usages === undefined ? undefined : defaults.keyUsage(usages),
    anchorObject === undefined ? undefined : defaults.anchorObject(anchorObject),
    lockAnchor === undefined ? undefined : defaults.lockAnchor(lockAnchor),
    secretObject === undefined ? undefined : defaults.secretObject(secretObject),
    lockSecret === undefined ? undefined : defaults.lockSecret(lockSecret),
    secretUnreadable === undefined ? undefined : defaults.secretUnreadable(secretUnreadable),
    flush === undefined ? undefined : defaults.flush(flush),
  ];
  return lines.filter((line) => line !== undefined);
}

/** The answers with which the wizard starts. They are copied from its present answers, so no second form is needed. */
export function WizardDefaults() {
  const { settings, change } = useSettings();
  const answers = useWizard(({ view }) => view?.answers);
  const lines = say(settings.wizardDefaults ?? {});
  const take = (): void => {
    if (answers === undefined) return;
    const { identityTag, keyUsage, anchorObject, lockAnchor, secretObject, lockSecret, secretUnreadable, flush } = answers;
    void change({ wizardDefaults: { identityTag, keyUsage, anchorObject, lockAnchor, secretObject, lockSecret, secretUnreadable, flush } });
  };
  return (
    <section aria-label={texts.wizardDefaults} className={css.defaults}>
      <h2 className="partTitle">{texts.wizardDefaults}</h2>
      <p className="dim small">{texts.wizardDefaultsBody}</p>
      <p data-testid="wizard-defaults">{lines.length === 0 ? texts.programDefaults : `${lines.join(', ')}.`}</p>
      <div className={css.zoom}>
        <Button disabled={answers === undefined} onClick={take}>
          {texts.takeAnswers}
        </Button>
        <Button look="quiet" disabled={lines.length === 0} onClick={() => void change({ wizardDefaults: {} })}>
          {texts.forgetDefaults}
        </Button>
      </div>
    </section>
  );
}
