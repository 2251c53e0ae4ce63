import { Link2, Link2Off, LockKeyhole, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MaterialView } from '../../../core/contract/material.ts';
import { takeFilesInto } from '../../files/takeFiles.ts';
import { useWizard } from '../wizardStore.ts';
import type { MaterialSlot as Slot } from '../wizardStore.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DropZone } from '../../ui/dropZone.tsx';
import { Fault } from '../../ui/fault.tsx';
import { PasswordForm } from '../../ui/passwordForm.tsx';
import { wizardTexts as texts } from '../texts.ts';
import css from './material.module.css';
import { MaterialCards } from './materialCards.tsx';

interface Props {
  readonly slot: Slot;
  readonly material: MaterialView;
  readonly label: string;
  readonly says: string;
  readonly clear: string;
  readonly others?: ReactNode;
}

function Together({ belong }: { readonly belong: boolean | undefined }) {
  if (belong === undefined) return <span />;
  return belong ? (
    <Badge tone="good" icon={<Link2 size="1rem" aria-hidden />}>
      {texts.belong}
    </Badge>
  ) : (
    <Badge tone="bad" icon={<Link2Off size="1rem" aria-hidden />}>
      {texts.dontBelong}
    </Badge>
  );
}

/** The files of the slot, for screen readers, after they were read. */
function loaded({ key, certificate, belongTogether }: MaterialView): string | undefined {
  const files = [...new Set([key?.file, certificate?.file].filter((file) => file !== undefined))];
  return files.length === 0 ? undefined : texts.loaded(files, belongTogether === true);
}

/** A place for a key and its certificate. Takes files, asks for a password if needed, and shows the content. */
export function MaterialSlot({ slot, material, label, says, clear, others }: Props) {
  const { fault, locked, pending, dismissFault, clear: empty, unlock, forgetLocked } = useWizard();
  const full = material.key !== undefined || material.certificate !== undefined;
  return (
    <div className={css.slot}>
      <DropZone label={label} says={says} choose={texts.chooseFiles} onFiles={(files) => void takeFilesInto(slot, files)} others={others} />
      <div role="status">
        {pending === slot ? <p className="dim">{texts.reading}</p> : <span className="hiddenVisually">{loaded(material)}</span>}
      </div>
      {locked?.slot === slot && (
        <PasswordForm
          key={locked.ticket.ticket}
          className={css.password}
          locked={locked}
          texts={texts}
          icon={<LockKeyhole size="1rem" aria-hidden />}
          onPassword={unlock}
          onOtherFile={forgetLocked}
        />
      )}
      {fault?.at === slot && <Fault fault={fault.fault} onDismiss={dismissFault} />}
      {material.problem && <Fault fault={material.problem} />}
      {full && (
        <div className={css.verdict}>
          <Together belong={material.belongTogether} />
          <Button small look="quiet" icon={<X size="1rem" aria-hidden />} onClick={() => void empty(slot)}>
            {clear}
          </Button>
        </div>
      )}
      <MaterialCards material={material} />
    </div>
  );
}
