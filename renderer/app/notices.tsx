import { X } from 'lucide-react';
import { useBoardMessage } from '../board/boardMessage.ts';
import { useBoard } from '../board/boardStore.ts';
import { Reconnect } from '../board/reconnect.tsx';
import { useSettings } from '../settings/settingsStore.ts';
import { Unfinished } from '../records/unfinished.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Fault } from '../ui/fault.tsx';
import { uiTexts } from '../ui/texts.ts';
import { appTexts } from './texts.ts';
import css from './app.module.css';
import { useNavigation } from '../navigation/navigation.ts';

/** Messages for the whole window: the board's faults and notices, and files that were refused. */
export function Notices() {
  const { board, readNotice, dismissFault, dismissNotice } = useBoard();
  const dropFault = useNavigation((navigation) => navigation.dropFault);
  const set = useNavigation((navigation) => navigation.set);
  const { fault: settingsFault, notices: told, dismiss } = useSettings();
  const boardFault = useBoardMessage();
  const notice = board.notice === readNotice ? undefined : board.notice;
  return (
    <section className={css.notices} aria-label={appTexts.notices}>
      <Unfinished />
      {boardFault && <Fault fault={boardFault} actions={<Reconnect />} onDismiss={dismissFault} />}
      {dropFault && <Fault fault={dropFault} onDismiss={() => set({ dropFault: undefined })} />}
      {told.map((one) => (
        <Fault key={one.object} fault={one} onDismiss={() => dismiss(one)} />
      ))}
      {settingsFault && <Fault fault={settingsFault} />}
      {notice !== undefined && (
        // The top bar announces it.
        <Banner tone="info" role="note" actions={<Button small look="quiet" aria-label={uiTexts.dismiss} icon={<X size="1rem" aria-hidden />} onClick={dismissNotice} />}>
          {notice}
        </Banner>
      )}
    </section>
  );
}
