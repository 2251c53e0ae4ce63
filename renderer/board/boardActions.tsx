import { useBoard } from './boardStore.ts';
import { Button } from '../ui/button.tsx';

const texts = { plug: 'Plug the board in', connectAgain: 'Connect again' } as const;

/** What brings a board back that went away: of a simulated one the hand, else the port once more. */
export function BoardActions() {
  const { board, connect, hand } = useBoard();
  const { port } = board;
  return (
    <>
      {board.simulated && <Button onClick={() => void hand('plug')}>{texts.plug}</Button>}
      {port && <Button onClick={() => void connect(port.path)}>{texts.connectAgain}</Button>}
    </>
  );
}
