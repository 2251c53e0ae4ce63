import { useEffect } from 'react';
import { useNavigation } from '../app/navigation.ts';
import { isRunning } from '../client/runStore.ts';
import { useBoard, useRun } from '../client/stores.ts';
import { useReels } from './store.ts';
import type { ReelsState } from './reelsState.ts';

/** An archive that joins a reel changes its sums: more can be compared then. */
const whatIsOpen = ({ reels }: ReelsState): string => reels.map(({ id, lock, sums }) => `${id} ${lock} ${Object.values(sums.certificates).join(' ')}`).join(' ');

/**
 * Checks every chip that is plugged in while a reel is open, whatever room is on the screen; without a reel only in the
 * room of reels. Anew when the chip, the reels or the anchors change. Not while a run is on: the board is the run's, and
 * what it changed is looked at when it has ended.
 */
export function useChipCheck(): void {
  const chipId = useBoard(({ board }) => board.chip?.chipId);
  // A chip that feigns another's id may come on another port.
  const port = useBoard(({ board }) => board.port?.path);
  // A check that the lost link cut off is made again when the board is back.
  const present = useBoard(({ board }) => board.link === 'connected' || board.link === 'busy');
  // Over a shielded connection more can be compared.
  const shielded = useBoard(({ board }) => board.chip?.shielded);
  const running = useRun(({ run }) => isRunning(run));
  const inRoom = useNavigation(({ room }) => room === 'reels');
  const open = useReels(whatIsOpen);
  const anchors = useReels((state) => state.anchors.length);
  const check = useReels((state) => state.check);
  const wanted = present && !running && (open !== '' || inRoom);
  // What was said of another chip is not said of this one, even when this one is not checked now.
  useEffect(() => void check(undefined), [chipId, port, check]);
  useEffect(() => {
    if (wanted && chipId !== undefined) void check(chipId);
  }, [wanted, chipId, port, shielded, open, anchors, check]);
}
