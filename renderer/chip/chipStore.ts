import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { ChipPageView } from '../../core/contract/chip.ts';
import { client } from '../client/client.ts';

interface ChipState {
  readonly page: ChipPageView | undefined;
  readonly fault: FaultView | undefined;
  readonly loading: boolean;
  read(): Promise<void>;
}

export const useChip = create<ChipState>((set) => ({
  page: undefined,
  fault: undefined,
  loading: false,
  read: async () => {
    set({ loading: true, fault: undefined });
    const answer = await client.call('chip/page', {});
    set(answer.ok ? { page: answer.value, loading: false } : { fault: answer.fault, loading: false });
  },
}));
