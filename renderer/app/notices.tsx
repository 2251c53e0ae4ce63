import { X } from 'lucide-react';
import { useBoard } from '../board/boardStore.ts';
import { useRun } from '../plan/runStore.ts';
import { useSettings } from '../settings/settingsStore.ts';
import { Unfinished } from '../records/unfinished.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Fault } from '../ui/fault.tsx';
import { uiTexts } from '../ui/texts.ts';
import css from './app.module.css';
import { useNavigation } from '../navigation/navigation.ts';

/** What concerns the whole window: the board's faults and notices, and files that were not taken. */
export function Notices() {
  const { board, fault, readNotice, dismissFault, dismissNotice } = useBoard();
  const dropFault = useNavigation((navigation) => navigation.dropFault);
  const set = useNavigation((navigation) => navigation.set);
  const { fault: settingsFault, notices: told, dismiss } = useSettings();
  const screen = useNavigation((navigation) => (navigation.room === 'provision' ? navigation.screen : undefined));
  const runFault = useRun(({ run }) => run?.fault?.code);
  // On the screens of the review and the run the same failure is told with the plan.
  const withPlan = screen === 'review' || (screen === 'run' && board.fault?.code === runFault);
  const boardFault = fault ?? (withPlan ? undefined : board.fault);
  const notice = board.notice === readNotice ? undefined : board.notice;
  return (
    <div className={css.notices}>
      <Unfinished />
      {boardFault && <Fault fault={boardFault} onDismiss={dismissFault} />}
      {dropFault && <Fault fault={dropFault} onDismiss={() => set({ dropFault: undefined })} />}
      {told.map((one) => (
        <Fault key={one.object} fault={one} onDismiss={() => dismiss(one)} />
      ))}
      {settingsFault && <Fault fault={settingsFault} />}
      {notice !== undefined && (
        <Banner tone="info" actions={<Button small look="quiet" aria-label={uiTexts.dismiss} icon={<X size="1rem" aria-hidden />} onClick={dismissNotice} />}>
          {notice}
        </Banner>
      )}
    </div>
  );
}
