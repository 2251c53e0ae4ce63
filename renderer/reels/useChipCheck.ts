import { useEffect, useRef } from 'react';
import { useNavigation } from '../navigation/navigation.ts';
import { isRunning, useRun } from '../plan/runStore.ts';
import { useBoard } from '../board/boardStore.ts';
import { useReels, type ReelsState } from './store/reelsStore.ts';

/** Describes the open reels. An archive that is added to a reel changes this text, because more can then be compared. */
const whatIsOpen = ({ reels }: ReelsState): string => reels.map(({ id, lock, sums }) => `${id} ${lock} ${Object.values(sums.certificates).join(' ')}`).join(' ');

interface Situation {
  /** What a verdict depends on: chip, port, shielded or not, open reels, anchors. */
  readonly about: string;
  /** Whether a board is connected, and a reel is open or the room Reels is shown. */
  readonly wanted: boolean;
  readonly running: boolean;
  readonly inRoom: boolean;
  readonly beforeRun: boolean;
}

/**
 * Whether to check the chip now. During a run the answer is no, because the run uses the board. Right after a run,
 * boards are often reset or removed: the chip is then checked only in the room Reels, and the verdict is marked as
 * older.
 * @param checked the subject of the last verdict; empty when no verdict counts
 */
export const mayCheck = ({ about, wanted, running, inRoom, beforeRun }: Situation, checked: string): boolean =>
  wanted && !running && (about !== checked || (beforeRun && inRoom));

/**
 * Checks the connected chip: in every room while a reel is open, otherwise only in the room of reels. Checks again when
 * the chip, the reels or the anchors change.
 */
export function useChipCheck(): void {
  const chipId = useBoard(({ board }) => board.chip?.chipId);
  // A chip with a false id may be connected to another port.
  const port = useBoard(({ board }) => board.port?.path);
  // A check that a lost link interrupted is repeated when the board is back.
  const present = useBoard(({ board }) => board.link === 'connected' || board.link === 'busy');
  // A shielded connection allows more to be compared.
  const shielded = useBoard(({ board }) => board.chip?.shielded === true);
  const running = useRun(({ run }) => isRunning(run));
  const inRoom = useNavigation(({ room }) => room === 'reels');
  const open = useReels(whatIsOpen);
  const anchors = useReels((state) => state.anchors.length);
  const { check, ranSince } = useReels.getState();
  const beforeRun = useReels((state) => state.beforeRun);
  const checked = useRef('');
  const wanted = present && chipId !== undefined && (open !== '' || inRoom);
  const about = [chipId, port, shielded, anchors, open].join(' ');
  // Removes a verdict about another chip, even if the present chip is not checked now.
  useEffect(() => void check(undefined), [chipId, port, check]);
  useEffect(() => {
    if (running) ranSince();
  }, [running, ranSince]);
  useEffect(() => {
    if (!wanted) checked.current = '';
    if (!mayCheck({ about, wanted, running, inRoom, beforeRun }, checked.current)) return;
    checked.current = about;
    void check(chipId);
  }, [wanted, running, inRoom, beforeRun, about, chipId, check]);
}
