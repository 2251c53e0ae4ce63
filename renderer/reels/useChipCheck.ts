import { useEffect, useRef } from 'react';
import { useNavigation } from '../navigation/navigation.ts';
import { isRunning, useRun } from '../plan/runStore.ts';
import { useBoard } from '../board/boardStore.ts';
import { useReels, type ReelsState } from './store/reelsStore.ts';

/** An archive that joins a reel changes its sums: more can be compared then. */
const whatIsOpen = ({ reels }: ReelsState): string => reels.map(({ id, lock, sums }) => `${id} ${lock} ${Object.values(sums.certificates).join(' ')}`).join(' ');

interface Situation {
  /** Chip, port, shielded or not, open reels, anchors: what a verdict depends on. */
  readonly about: string;
  /** A board is there, and a reel is open or the room of reels is on the screen. */
  readonly wanted: boolean;
  readonly running: boolean;
  readonly inRoom: boolean;
  readonly beforeRun: boolean;
}

/**
 * Whether the chip is checked now. Not while a run is on: the board is the run's. Nor right after it, when boards are
 * reset or taken away: what it changed is looked at in the room of reels, and until then the verdict is called older.
 * @param checked what the last verdict was about; empty when there is none that counts
 */
export const mayCheck = ({ about, wanted, running, inRoom, beforeRun }: Situation, checked: string): boolean =>
  wanted && !running && (about !== checked || (beforeRun && inRoom));

/**
 * Checks the chip on the board. While a reel is open, in every room; with no reel open, only in the room of reels. Checks
 * again when the chip, the reels or the anchors change.
 */
export function useChipCheck(): void {
  const chipId = useBoard(({ board }) => board.chip?.chipId);
  // A chip that feigns another's id may come on another port.
  const port = useBoard(({ board }) => board.port?.path);
  // A check that the lost link cut off is made again when the board is back.
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
  // What was said of another chip is not said of this one, even when this one is not checked now.
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
