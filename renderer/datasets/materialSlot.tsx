import { CircleCheck, Circle } from 'lucide-react';
import type { DragEvent, ReactNode } from 'react';
import type { BuildSlot, BuildView } from '../../core/contract/datasets.ts';
import { client } from '../client/client.ts';
import { useKeys } from '../keys/store.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { PasswordForm } from '../ui/passwordForm.tsx';
import css from './build.module.css';
import { takeFilesIntoBuild } from '../files/takeFiles.ts';
import { FileButton } from '../files/ticketButton.tsx';
import { droppedFiles } from '../ui/droppedFiles.ts';
import { WithFault } from './buildFault.tsx';
import { useBuild } from './buildStore.ts';
import { buildTexts as texts } from './texts.ts';

function Password({ slot }: { readonly slot: BuildSlot }) {
  const { locked, unlock, forgetLocked } = useBuild();
  return locked?.slot === slot && <PasswordForm locked={locked} texts={texts} onPassword={unlock} onOtherFile={forgetLocked} />;
}

/** The keys of the room Keys that fit the slot, each as a button. */
function FromWorkshop({ slot }: { readonly slot: 'key' | 'signer' }) {
  const items = useKeys((state) => state.view?.items) ?? [];
  const { give, refuse } = useBuild();
  const fit = items.filter(({ kind }) => kind === 'private' || (kind === 'aes' && slot === 'key'));
  const use = async (id: string): Promise<void> => {
    const answer = await client.call('keys/ticket', { id });
    if (answer.ok) await give(slot, answer.value);
    else refuse(answer.fault);
  };
  return fit.map(({ id, name }) => (
    <Button key={id} small onClick={() => void use(id)}>
      {texts.fromWorkshop(name)}
    </Button>
  ));
}

interface Props {
  readonly slot: 'key' | 'signer' | 'secret';
  readonly title: string;
  readonly says: string;
  readonly given: ReactNode | undefined;
  readonly error?: string | undefined;
  readonly others?: ReactNode;
}

/** A field for a key or the secret. The user drops a file on it, chooses a file, or takes a key from the room Keys. */
export function MaterialSlot({ slot, title, says, given, error, others }: Props) {
  const { give, refuse } = useBuild();
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    window.dispatchEvent(new Event('dragend'));
    void droppedFiles(event.dataTransfer).then((files) => takeFilesIntoBuild(slot, files));
  };
  const Icon = given === undefined ? Circle : CircleCheck;
  return (
    <WithFault slot={slot} className={css.place}>
      <div className={classes(css.slot, given !== undefined && css.full)} role="group" aria-label={title} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
        <h2 className={classes('partTitle', css.slotTitle)}>
          <Icon size="1.25rem" aria-hidden />
          {title}
        </h2>
        <p className={given === undefined ? 'dim small' : 'small'}>{given ?? says}</p>
        {error !== undefined && <p className={css.error}>{error}</p>}
        <Password slot={slot} />
        <div className={css.buttons}>
          <FileButton label={texts.chooseFile} name={title} onTicket={(ticket) => void give(slot, ticket)} onFault={refuse} />
          {slot !== 'secret' && <FromWorkshop slot={slot} />}
          {others}
        </div>
      </div>
    </WithFault>
  );
}

/** Describes a key, for example "NIST P-521, device.pem, with the certificate of CN=…". */
export function sayKey(key: BuildView['key']): string | undefined {
  if (key === undefined) return undefined;
  const words = texts.keyIs(key.algorithmName, key.file);
  return key.certificate === undefined ? words : `${words}, ${texts.withCertificate(key.certificate)}`;
}
