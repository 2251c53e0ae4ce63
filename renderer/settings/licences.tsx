import { Scale } from 'lucide-react';
import { useState } from 'react';
import type { FaultView } from '../../core/contract/board.ts';
import { client } from '../client/client.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Fault } from '../ui/fault.tsx';
import css from './settings.module.css';
import { settingsTexts as texts } from './texts.ts';

/** The licences of the packages in this program. */
export function Licences() {
  const [text, setText] = useState<string>();
  const [fault, setFault] = useState<FaultView>();
  const show = async (): Promise<void> => {
    const answer = await client.call('app/licences', {});
    setText(answer.ok ? answer.value.text : undefined);
    setFault(answer.ok ? undefined : answer.fault);
  };
  return (
    <section>
      <Button icon={<Scale size="1rem" aria-hidden />} onClick={() => void show()}>
        {texts.licencesOpen}
      </Button>
      {fault && <Fault fault={fault} onDismiss={() => setFault(undefined)} />}
      {text !== undefined && (
        <Dialog title={texts.licences} onClose={() => setText(undefined)}>
          <pre className={css.licences} role="region" aria-label={texts.licences} tabIndex={0}>
            {text}
          </pre>
        </Dialog>
      )}
    </section>
  );
}
