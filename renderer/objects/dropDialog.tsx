import type { TicketView } from '../../core/contract/material.ts';
import type { ObjectRow } from '../../core/contract/objects.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { useEdit } from '../plan/useEdit.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Way, Ways } from '../ui/way.tsx';
import { useTab } from './detail/tab.ts';
import { dropTexts as texts } from './dropTexts.ts';
import { useObjects } from './objectsStore.ts';

/** Shown when a certificate is dropped while an object is open: write it there, compare it, or use it in Provision. */
export function DropDialog({ row, file }: { readonly row: ObjectRow; readonly file: TicketView }) {
  const { offer, compareOffered } = useObjects();
  const { set, asking } = useNavigation();
  const go = useTab((state) => state.go);
  const edit = useEdit();
  const close = (): void => offer(undefined);
  const write = row.actions.find(({ name }) => name === 'write');
  const canWrite = write?.can === true;
  const compare = async (): Promise<void> => {
    go('content');
    await compareOffered();
    document.querySelector('[data-compared]')?.scrollIntoView({ block: 'center' });
  };
  const others = (): void => {
    close();
    set({ asking: [...asking, file] });
  };
  return (
    <Dialog title={texts.title(row.id)} onClose={close} foot={<Button onClick={close}>{texts.cancel}</Button>}>
      <p className="mono small">{file.name}</p>
      <Ways>
        <Way title={texts.write(row.id)} detail={canWrite ? texts.writeDetail : (write?.why ?? texts.cannotWrite(row.id))} disabled={!canWrite} onGo={() => (close(), void edit({ kind: 'write', id: row.id, ticket: file.ticket }))} />
        <Way title={texts.compare} detail={texts.compareDetail(row.id)} onGo={() => void compare()} />
        <Way title={texts.other} detail={texts.otherDetail} onGo={others} />
      </Ways>
    </Dialog>
  );
}
