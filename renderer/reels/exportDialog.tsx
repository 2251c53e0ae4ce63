import { useState } from 'react';
import type { FaultView } from '../../core/contract/board.ts';
import type { ReelView } from '../../core/contract/reels.ts';
import { sayChipId } from '../../core/result/format.ts';
import { Button } from '../ui/button.tsx';
import { Choices } from '../ui/choices.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Fault } from '../ui/fault.tsx';
import { Field } from '../ui/field.tsx';
import css from './reels.module.css';
import { useReels } from './store/reelsStore.ts';
import { reelsTexts as texts } from './texts.ts';

type Form = 'header' | 'json' | 'csv';
const forms = (['header', 'json', 'csv'] as const).map((value) => ({ value, title: texts.exportForms[value], detail: texts.exportFormDetails[value] }));
const ways = [
  { value: 'age', title: texts.encrypted, detail: texts.encryptedDetail },
  { value: 'clear', title: texts.clear, detail: texts.clearDetail },
] as const;

/** Number of chips in a file of the whole reel. A header needs binding secrets; the other formats take chips with either kind of secret. */
const chipsIn = ({ sums: { pbs, lacking } }: ReelView, form: Form): number => (form === 'header' ? pbs : pbs + lacking.pbs);

interface Props {
  readonly reel: ReelView;
  readonly chipId: string | undefined;
  readonly first: Form;
  readonly onClose: () => void;
}

/** Saves secrets to a file: encrypted, or unencrypted after the reel's id was typed. */
export function ExportDialog({ reel, chipId, first, onClose }: Props) {
  const { exportSecrets } = useReels();
  const [as, setAs] = useState<Form>(first);
  const [way, setWay] = useState<'age' | 'clear'>('age');
  const [recipient, setRecipient] = useState('');
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<FaultView>();
  const ready = way === 'age' ? recipient.trim() !== '' : typed.trim().toLowerCase() === reel.reelId.toLowerCase();
  const save = async (): Promise<void> => {
    const how = way === 'age' ? { recipient } : { typedReel: typed };
    const refused = await exportSecrets({ as, ...how, ...(chipId === undefined ? {} : { chipId }) });
    setFault(refused);
    if (refused === undefined) onClose();
  };
  const main = (
    <Button look="main" disabled={!ready} onClick={() => void save()}>
      {way === 'clear' ? texts.saveClear : texts.save}
    </Button>
  );
  return (
    <Dialog title={texts.exportTitle} onClose={onClose} foot={main}>
      <div className={css.form}>
        <p>{chipId !== undefined ? texts.exportChip(sayChipId(chipId)) : texts.exportReel(chipsIn(reel, as), reel.sums.chips)}</p>
        <Choices legend={texts.exportWhat} options={forms} value={as} onChoose={setAs} />
        <Choices legend={texts.how} options={ways} value={way} onChoose={setWay} />
        {way === 'age' ? (
          <Field label={texts.recipient} hint={texts.recipientHint} mono value={recipient} onText={setRecipient} />
        ) : (
          <Field label={texts.typeReel(reel.reelId)} mono value={typed} onText={setTyped} />
        )}
        {fault && <Fault fault={fault} />}
      </div>
    </Dialog>
  );
}
