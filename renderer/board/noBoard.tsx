import { useBoard } from './boardStore.ts';
import { appTexts } from '../app/texts.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';

/** Buttons for screens that need a board: choose a board, or use the simulated one. */
export function BoardActions() {
  const { ports, connect, refreshPorts } = useBoard();
  const set = useNavigation((navigation) => navigation.set);
  const simulated = ports.find(({ kind }) => kind === 'simulated');
  const choose = (): void => {
    void refreshPorts();
    set({ boards: true });
  };
  return (
    <>
      <Button onClick={choose}>{appTexts.chooseBoard}</Button>
      {simulated && <Button onClick={() => void connect(simulated.path)}>{appTexts.simulatedBoard}</Button>}
    </>
  );
}

/** Answers can be given without a board. The parts that depend on the chip appear when a board is connected. */
export function NoBoard() {
  const link = useBoard(({ board }) => board.link);
  if (link !== 'none') return null;
  return (
    <Banner tone="info" actions={<BoardActions />}>
      <p>
        <strong>{appTexts.noBoardTitle}</strong> {appTexts.noBoardBody}
      </p>
    </Banner>
  );
}
