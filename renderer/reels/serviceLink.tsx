import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import type { FaultView } from '../../core/contract/board.ts';
import { client } from '../client/client.ts';
import { Button } from '../ui/button.tsx';
import { Fault } from '../ui/fault.tsx';
import css from './reels.module.css';
import { reelsTexts as texts } from './texts.ts';

/** The service's web page: its address as text, and a button that opens it in the system's browser. */
export function ServiceLink() {
  const [fault, setFault] = useState<FaultView>();
  const open = async (): Promise<void> => {
    const answer = await client.call('app/open-link', { link: 'cloud-id' });
    setFault(answer.ok ? undefined : answer.fault);
  };
  return (
    <>
      <p className={css.service}>
        {texts.serviceLabel}: <span className="mono">{texts.service}</span>{' '}
        <Button small look="quiet" icon={<ExternalLink size="1rem" aria-hidden />} aria-label={texts.openServiceLabel} onClick={() => void open()}>
          {texts.openService}
        </Button>
      </p>
      {fault && <Fault fault={fault} onDismiss={() => setFault(undefined)} />}
    </>
  );
}
