import { useEffect, useRef } from 'react';
import { useNavigation } from '../navigation/navigation.ts';
import { isRunning, useRun } from '../plan/runStore.ts';
import { useBoard } from '../board/boardStore.ts';
import { useReels, type ReelsState } from './store/reelsStore.ts';

/** An archive that is added to a reel changes its numbers. More can be compared then. */
const whatIsOpen = ({ reels }: ReelsState): string => reels.map(({ id, lock, sums }) => `${id} ${lock} ${Object.values(sums.certificates).join(' ')}`).join(' ');

interface Situation {
  /** What a verdict depends on: chip, port, shielded or not, open reels, anchors. */
  readonly about: string;
  /** A board is connected, and a reel is open or the room of reels is on the screen. */
  readonly wanted: boolean;
  readonly running: boolean;
  readonly inRoom: boolean;
  readonly beforeRun: boolean;
}

/**
 * Whether to check the chip now. Not during a run, which uses the board. Not right after a run either, when boards are
 * often reset or removed: the changes are checked in the room of reels, and until then the verdict is marked as older.
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
  // Over a shielded connection more can be compared.
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
  // The verdict about another chip is not shown for this one, even if this one is not checked now.
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
