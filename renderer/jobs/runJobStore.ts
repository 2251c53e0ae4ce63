import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { JobLook } from '../../core/contract/jobs.ts';
import { client } from '../client/client.ts';

export interface RunJobState {
  readonly ticket: string | undefined;
  readonly job: JobLook | undefined;
  readonly fault: FaultView | undefined;
  /** Shows a job file, with what is in the way of running it here. */
  look(ticket: string): Promise<void>;
  refuse(fault: FaultView | undefined): void;
  close(): void;
}

export const useRunJob = create<RunJobState>((set, get) => ({
  ticket: undefined,
  job: undefined,
  fault: undefined,
  look: async (ticket) => {
    set({ ticket, job: undefined, fault: undefined });
    const answer = await client.call('jobs/look', { ticket });
    if (get().ticket !== ticket) return;
    set(answer.ok ? { job: answer.value } : { fault: answer.fault });
  },
  refuse: (fault) => set({ fault }),
  close: () => set({ ticket: undefined, job: undefined, fault: undefined }),
}));
