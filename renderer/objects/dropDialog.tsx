import type { ObjectRow } from '../../core/contract/objects.ts';
import { isKeyKind } from '../../core/objects/catalogue.ts';
import { giveMaterial } from '../files/takeFiles.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { useEdit } from '../plan/useEdit.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { DialogChoice, DialogChoices } from '../ui/dialogChoices.tsx';
import { useWizard } from '../wizard/wizardStore.ts';
import { useTab } from './detail/tab.ts';
import { dropTexts as texts } from './dropTexts.ts';
import { useObjects, type Offered } from './objectsStore.ts';

interface Props {
  readonly row: ObjectRow;
  readonly offered: Offered;
}

/** Writes the file into the open object. When something prevents that, the reason is shown and nothing is written. */
function Write({ row, offered: { file, privateKey } }: Props) {
  const edit = useEdit();
  const offer = useObjects((state) => state.offer);
  const write = row.actions.find(({ name }) => name === 'write');
  const can = write?.can === true && privateKey === undefined;
  const isKey = isKeyKind(row.kind);
  const closed = isKey ? texts.keyObject : (write?.why ?? texts.cannotWrite(row.id));
  const key = isKey || privateKey === undefined ? texts.keyByUpdate : `${privateKey.why} ${privateKey.todo}`;
  const why = privateKey === undefined ? closed : key;
  const go = (): void => {
    void offer(undefined);
    void edit({ kind: 'write', id: row.id, ticket: file.ticket });
  };
  return <DialogChoice title={texts.write(row.id)} detail={can ? texts.writeDetail : why} disabled={!can} onGo={go} />;
}

function Compare({ row }: Pick<Props, 'row'>) {
  const compareOffered = useObjects((state) => state.compareOffered);
  const go = useTab((state) => state.go);
  const compare = async (): Promise<void> => {
    go('content');
    await compareOffered();
    document.querySelector('[data-compared]')?.scrollIntoView({ block: 'center' });
  };
  return <DialogChoice title={texts.compare} detail={texts.compareDetail(row.id)} onGo={() => void compare()} />;
}

/** Offers to put a dropped private key into the open key object, through the wizard. */
function Send({ row, offered: { file } }: Props) {
  const { view, answer } = useWizard();
  const offer = useObjects((state) => state.offer);
  if (view?.choices.targets.some(({ id }) => id === row.id) !== true) return null;
  const send = async (): Promise<void> => {
    void offer(undefined);
    await answer({ target: row.id });
    await giveMaterial('device', file);
  };
  return <DialogChoice title={texts.send(row.id)} detail={texts.sendDetail(row.id)} onGo={() => void send()} />;
}

/**
 * Asks the purpose of a certificate or key that was dropped while an object is open: write it there, compare it, or use
 * it in Provision.
 */
export function DropDialog({ row, offered }: Props) {
  const { offer } = useObjects();
  const { set, asking } = useNavigation();
  const { file, privateKey } = offered;
  const isKey = isKeyKind(row.kind);
  const close = (): void => void offer(undefined);
  const others = (): void => {
    close();
    set({ asking: [...asking, file] });
  };
  return (
    <Dialog title={texts.title(row.id)} onClose={close} foot={<Button onClick={close}>{texts.cancel}</Button>}>
      <p className="mono small">{file.name}</p>
      <DialogChoices>
        <Write row={row} offered={offered} />
        {privateKey === undefined && !isKey && <Compare row={row} />}
        {privateKey !== undefined && isKey && <Send row={row} offered={offered} />}
        <DialogChoice title={texts.other} detail={privateKey === undefined ? texts.otherDetail : texts.keyElsewhere} onGo={others} />
      </DialogChoices>
    </Dialog>
  );
}
