import { useBoard } from './boardStore.ts';
import { Button } from '../ui/button.tsx';
import { boardTexts as texts } from './texts.ts';

/** Actions after a board is lost: plug in the simulated board, or connect to the same port again. */
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
