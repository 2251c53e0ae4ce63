import { useEffect } from 'react';
import { useBoard } from '../../board/boardStore.ts';
import { useNavigation } from '../../navigation/navigation.ts';
import { usePlan } from '../../plan/planStore.ts';
import { useRun } from '../../plan/runStore.ts';
import { onNextChip, toNextChip } from './nextChip.ts';

/** Whether the connected chip differs from the chip of the last run. Simulated chips of two boards can have the same id. */
export function useOtherChip(): boolean {
  const run = useRun((state) => state.run);
  const board = useBoard((state) => state.board);
  const chipId = board.link === 'connected' || board.link === 'busy' ? board.chip?.chipId : undefined;
  if (run === undefined || chipId === undefined) return false;
  return chipId !== run.chipId || (run.simulated && board.port !== undefined && board.port.path !== run.port);
}

/**
 * Removes the report when a new chip is on the board: the wizard continues with that chip, an edit returns to its room.
 * The report of a stopped run stays, because the run can be resumed.
 */
export function useNextChip(): void {
  const other = useOtherChip();
  const finished = useRun(({ run }) => run?.state === 'finished');
  const { room, screen, goBack } = useNavigation();
  const { origin, ofWizard } = usePlan();
  useEffect(() => {
    if (!other || !finished || (screen !== 'run' && screen !== 'next')) return;
    useBoard.getState().dismissNotice();
    if (room !== 'provision') useNavigation.setState({ screen: 'steps' });
    else if (screen === 'next') onNextChip();
    else if (ofWizard) void toNextChip(true);
    else goBack(origin);
  }, [other, finished, room, screen, ofWizard, origin, goBack]);
}
