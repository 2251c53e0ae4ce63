import { useEffect, useRef } from 'react';
import type { FaultView } from '../../core/contract/board.ts';
import { useNavigation } from '../navigation/navigation.ts';
import { useBoard, type BoardState } from './boardStore.ts';
import { linkFaults } from './linkFaults.ts';

/** Whether a board is there to work with. */
export const isThere = ({ link }: BoardState['board']): boolean => link === 'connected' || link === 'busy';

/**
 * The one message about the board, above every screen; undefined when nothing is wrong, it was dismissed, or the open list of boards says it.
 * @param panelOpen the list of boards is open: it says what came of choosing a port
 */
export function boardMessage({ board, fault }: Pick<BoardState, 'board' | 'fault'>, panelOpen: boolean): FaultView | undefined {
  if (fault !== undefined) return panelOpen ? undefined : fault;
  return board.fault;
}

/** Whether the one message says already what a fault on a screen would say: the same, or that the board is gone. */
export const saysAlready = (message: FaultView | undefined, board: BoardState['board'], code: string | undefined): boolean =>
  message !== undefined && code !== undefined && (code === message.code || (!isThere(board) && linkFaults.has(code)));

export function useBoardMessage(): FaultView | undefined {
  const { board, fault } = useBoard();
  return boardMessage({ board, fault }, useNavigation(({ boards }) => boards));
}

/** Reads again what the lost board cut off, when the board is back. */
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
