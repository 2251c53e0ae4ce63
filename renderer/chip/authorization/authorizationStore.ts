import { create } from 'zustand';
import type { FaultView } from '../../../core/contract/board.ts';
import type { Answer } from '../../../core/contract/messages.ts';
import type { ReachView } from '../../../core/contract/authorization.ts';
import type { ApiClient } from '../../client/apiClient.ts';
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
  /** The rights have changed, so the shown ones are out of date. */
  outdate(): void;
  /** Another chip is there. Answers about the chip before are not shown. */
  forget(): void;
}

const nothingYet = { view: undefined, fault: undefined, working: undefined } as const;

/** The rights of this connection on the chip. They are always read, never guessed. */
export function createReachStore(client: ApiClient) {
  return create<ReachState>((set) => {
    let chips = 0;
    let asked = '';
    /** @param ask asks the program; undefined when another chip is there now */
    const take = async (working: ReachWork, ask: (isHere: () => boolean) => Promise<Answer<'chip/access'> | undefined>): Promise<void> => {
      const mine = chips;
      set({ working, fault: undefined });
      const answer = await ask(() => mine === chips);
      if (answer === undefined || mine !== chips) return;
      set({ working: undefined, ...(answer.ok ? { view: answer.value } : { fault: answer.fault }) });
    };
    return {
      ...nothingYet,
      onReel: undefined,
      ask: async (chipId) => {
        asked = chipId;
        set({ onReel: undefined });
        const where = await client.call('reels/where', { chipId });
        if (asked === chipId) set({ onReel: where.ok && where.value.reference });
      },
      look: () => take('look', () => client.call('chip/access', {})),
      authorize: (reference, file) =>
        take('authorize', async (isHere) => {
          if (file === undefined) return client.call('chip/authorize', { reference });
          const taken = await client.takeFile(file);
          if (taken.ok && !isHere()) return void client.call('files/forget', { ticket: taken.value.ticket });
          return taken.ok ? client.call('chip/authorize', { reference, ticket: taken.value.ticket }) : taken;
        }),
      tryShielded: () => take('shielded', () => client.call('chip/try-shielded', {})),
      outdate: () => set({ view: undefined, fault: undefined }),
      forget: () => {
        chips++;
        set(nothingYet);
      },
    };
  });
}

export const useReach = createReachStore(client);
