import { useBoard } from './boardStore.ts';
import { isThere } from './boardMessage.ts';
import { Button } from '../ui/button.tsx';
import { boardTexts as texts } from './texts.ts';

/** Actions when no board answers: plug the simulated board in, or connect to the same port again. */
export function Reconnect() {
  const { board, connect, hand } = useBoard();
  const { port } = board;
  if (isThere(board)) return null;
  return (
    <>
      {board.simulated && <Button onClick={() => void hand('plug')}>{texts.plug}</Button>}
      {port && <Button onClick={() => void connect(port.path)}>{texts.connectAgain}</Button>}
    </>
  );
}
