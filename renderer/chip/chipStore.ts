import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { ChipPageView } from '../../core/contract/chip.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';

interface ChipState {
  readonly page: ChipPageView | undefined;
  readonly fault: FaultView | undefined;
  readonly loading: boolean;
  read(): Promise<void>;
}

export function createChipStore(client: ApiClient) {
  /** Answers to earlier requests are not shown: they may be about another chip. */
  let asked = 0;
  return create<ChipState>((set) => ({
    page: undefined,
    fault: undefined,
    loading: false,
    read: async () => {
      const mine = ++asked;
      set({ loading: true, fault: undefined });
      const answer = await client.call('chip/page', {});
      if (mine !== asked) return;
      set(answer.ok ? { page: answer.value, loading: false } : { fault: answer.fault, loading: false });
    },
  }));
}

export const useChip = createChipStore(client);
