import type { FaultView } from '../../../core/contract/board.ts';
import type { ChipVerdict } from '../../../core/contract/reels.ts';
import { restart, type List } from './list.ts';
import type { Shelf } from './shelf.ts';
import type { Tools } from './tools.ts';

interface ChipCheckState {
  /** The open reel that contains the connected chip; empty when none does; undefined while this is not known. */
  readonly where: string | undefined;
  readonly verdict: ChipVerdict | undefined;
  readonly verdictFault: FaultView | undefined;
  readonly checking: boolean;
  /** Whether the verdict was made before the last run on the chip. */
  readonly beforeRun: boolean;
}

/** The connected chip: its reel, and whether it is genuine. */
export interface ChipCheck extends ChipCheckState {
  ranSince(): void;
  check(chipId: string | undefined): Promise<void>;
}

const unchecked: ChipCheckState = { where: undefined, verdict: undefined, verdictFault: undefined, checking: false, beforeRun: false };

export function chipCheckPart(tools: Tools<Shelf & List & ChipCheckState>): ChipCheck {
  const { client, set } = tools;
  /** Answers to older requests are ignored. */
  let asked = 0;
  return {
    ...unchecked,
    ranSince: () => set({ beforeRun: true }),
    check: async (chipId) => {
      const mine = ++asked;
      set({ ...unchecked, checking: chipId !== undefined });
      if (chipId === undefined) return;
      const where = await client.call('reels/where', { chipId });
      if (where.ok && mine === asked) set({ where: where.value.reelId ?? '' });
      const answer = await client.call('reels/verdict', {});
      if (mine !== asked) return;
      set({ checking: false, ...(answer.ok ? { verdict: answer.value } : { verdictFault: answer.fault }) });
      if (answer.ok) await restart(tools);
    },
  };
}
