import { useBoard } from './boardStore.ts';
import { isThere } from './boardMessage.ts';
import { Button } from '../ui/button.tsx';
import { pathNow, useSlots } from '../slots/slotsStore.ts';
import { boardTexts as texts } from './texts.ts';

/**
 * Actions when no board answers: plug in the simulated board, or connect again. Connecting uses the same port, or the
 * slot's port when the port was renamed.
 */
export function Reconnect() {
  const { board, connect, simulate } = useBoard();
  const { port } = board;
  const load = useSlots((slots) => slots.load);
  const again = async (path: string): Promise<void> => {
    await load();
    await connect(pathNow(useSlots.getState(), path));
  };
  if (isThere(board)) return null;
  return (
    <>
      {board.simulated && <Button onClick={() => void simulate('plug')}>{texts.plug}</Button>}
      {port && <Button onClick={() => void again(port.path)}>{texts.connectAgain}</Button>}
    </>
  );
}
