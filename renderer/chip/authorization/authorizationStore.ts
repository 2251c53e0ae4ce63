import { create } from 'zustand';
import type { FaultView } from '../../../core/contract/board.ts';
import type { Answer } from '../../../core/contract/messages.ts';
import type { ReachView } from '../../../core/contract/authorization.ts';
import { client } from '../../client/client.ts';

export type ReachWork = 'look' | 'authorize' | 'shielded';

interface ReachState {
  readonly view: ReachView | undefined;
  readonly fault: FaultView | undefined;
  readonly working: ReachWork | undefined;
  /** Whether an open, unlocked reel has this chip's reference; undefined while this is not known. */
  readonly onReel: boolean | undefined;
  ask(chipId: string): Promise<void>;
  look(): Promise<void>;
  /** Uses the open reel's reference, or the one in a file. */
  authorize(reference: string, file?: File): Promise<void>;
  tryShielded(): Promise<void>;
  forget(): void;
}

const nothingYet = { view: undefined, fault: undefined, working: undefined } as const;

/** The rights of this connection on the chip. They are always read, never guessed. */
export const useReach = create<ReachState>((set) => {
  const take = async (working: ReachWork, ask: () => Promise<Answer<'chip/access'>>): Promise<void> => {
    set({ working, fault: undefined });
    const answer = await ask();
    set({ working: undefined, ...(answer.ok ? { view: answer.value } : { fault: answer.fault }) });
  };
  return {
    ...nothingYet,
    onReel: undefined,
    ask: async (chipId) => {
      set({ onReel: undefined });
      const where = await client.call('reels/where', { chipId });
      set({ onReel: where.ok && where.value.reference });
    },
    look: () => take('look', () => client.call('chip/access', {})),
    authorize: (reference, file) =>
      take('authorize', async () => {
        if (file === undefined) return client.call('chip/authorize', { reference });
        const taken = await client.takeFile(file);
        return taken.ok ? client.call('chip/authorize', { reference, ticket: taken.value.ticket }) : taken;
      }),
    tryShielded: () => take('shielded', () => client.call('chip/try-shielded', {})),
    forget: () => set(nothingYet),
  };
});
