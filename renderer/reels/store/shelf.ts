import type { FaultView } from '../../../core/contract/board.ts';
import type { ReelProgress, ReelView } from '../../../core/contract/reels.ts';
import type { Tools } from './tools.ts';

/** The open reels as the window sees them: numbers, never a secret or a transport key. */
export interface Shelf {
  readonly reels: readonly ReelView[];
  readonly shown: string | undefined;
  readonly progress: ReelProgress | undefined;
  readonly opening: boolean;
  /** The file that is being sent to the main process. Sending a bundle may take seconds. */
  readonly handing: File | undefined;
  readonly fault: FaultView | undefined;
}

export const emptyShelf: Shelf = { reels: [], shown: undefined, progress: undefined, opening: false, handing: undefined, fault: undefined };

export const refuse = ({ set }: Tools<Shelf>, fault: FaultView): void => set({ fault, opening: false, handing: undefined, progress: undefined });

/** Replaces the reel with the same id. */
export const replace = ({ set }: Tools<Shelf>, view: ReelView): void => set(({ reels }) => ({ reels: [...reels.filter(({ id }) => id !== view.id), view] }));
