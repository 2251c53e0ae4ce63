import { useEffect, useRef } from 'react';
import type { FaultView } from '../../core/contract/board.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { useBoard, type BoardState } from './boardStore.ts';
import { linkFaults } from './linkFaults.ts';

/** Whether a board is there to work with. */
export const isThere = ({ link }: BoardState['board']): boolean => link === 'connected' || link === 'busy';

/**
 * The only message about the board, above every screen; undefined when nothing is wrong, when it was dismissed, or when
 * the open list of boards shows it.
 * @param panelOpen whether the list of boards is open, which shows the result of choosing a port
 */
export function boardMessage({ board, fault }: Pick<BoardState, 'board' | 'fault'>, panelOpen: boolean): FaultView | undefined {
  if (fault !== undefined) return panelOpen ? undefined : fault;
  return board.fault;
}

/** Whether the board's message already says what a fault on a screen would say: the same fault, or that the board is gone. */
export const saysAlready = (message: FaultView | undefined, board: BoardState['board'], code: string | undefined): boolean =>
  message !== undefined && code !== undefined && (code === message.code || (!isThere(board) && linkFaults.has(code)));

export function useBoardMessage(): FaultView | undefined {
  const { board, fault } = useBoard();
  return boardMessage({ board, fault }, useNavigation(({ boards }) => boards));
}

/** When a lost board is back, repeats the reading that the loss interrupted. */
export function useReadWhenBack(fault: FaultView | undefined, read: () => Promise<void>): void {
  const there = useBoard(({ board }) => isThere(board));
  const before = useRef(there);
  const cutOff = fault !== undefined && linkFaults.has(fault.code);
  useEffect(() => {
    const back = there && !before.current;
    before.current = there;
    if (back && cutOff) void read();
  }, [there, cutOff, read]);
}
