import { Dices, X } from 'lucide-react';
import type { WizardView } from '../../../../core/contract/wizard.ts';
import { takeFilesInto } from '../../../files/takeFiles.ts';
import { useWizard } from '../../wizardStore.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { DropZone } from '../../../ui/dropZone.tsx';
import { Fault } from '../../../ui/fault.tsx';
import { wizardTexts as texts } from '../../texts.ts';
import { withoutConfidentiality } from '../skippedSteps.ts';
import type { WizardStep } from '../step.ts';
import css from '../steps.module.css';

function View({ view }: { readonly view: WizardView }) {
  const { fault, pending, makeSecret, clear, dismissFault } = useWizard();
  const { secret } = view;
  const make = (
    <Button icon={<Dices size="1rem" aria-hidden />} onClick={() => void makeSecret()}>
      {texts.makeSecret}
    </Button>
  );
  const empty = (
    <Button small look="quiet" icon={<X size="1rem" aria-hidden />} onClick={() => void clear('secret')}>
      {texts.clearSecret}
    </Button>
  );
  return (
    <div className={css.stack}>
      <DropZone
        label={texts.secretZone}
        says={texts.secretSays}
        choose={texts.chooseFile}
        multiple={false}
        onFiles={(files) => void takeFilesInto('secret', files)}
        others={make}
      />
      {fault?.at === 'secret' && <Fault fault={fault.fault} onDismiss={dismissFault} />}
      <div role="status">
        {pending === 'secret' && <p className="dim">{texts.reading}</p>}
        {secret && (
          <Banner tone="good" role="note" actions={empty}>
            <p>{texts.secretReady(secret.length)}</p>
            <p className="dim small">{secret.file}</p>
          </Banner>
        )}
      </div>
    </div>
  );
}

export const secretStep: WizardStep = { id: 'secret', skipped: withoutConfidentiality, View };
