import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { JobLook } from '../../core/contract/jobs.ts';
import { client } from '../client/client.ts';

export interface RunJobState {
  readonly ticket: string | undefined;
  readonly job: JobLook | undefined;
  /** Whether a PIN is set. Without a PIN, nobody can leave the operator's screen. */
  readonly pinSet: boolean;
  readonly fault: FaultView | undefined;
  /** Shows a job file. If the job cannot run here, also shows why. */
  look(ticket: string): Promise<void>;
  refuse(fault: FaultView | undefined): void;
  close(): void;
}

export const useRunJob = create<RunJobState>((set, get) => ({
  ticket: undefined,
  job: undefined,
  pinSet: true,
  fault: undefined,
  look: async (ticket) => {
    set({ ticket, job: undefined, fault: undefined });
    const [answer, pin] = await Promise.all([client.call('jobs/look', { ticket }), client.call('line/pin', {})]);
    if (get().ticket !== ticket) return;
    set({ pinSet: !pin.ok || pin.value.set, ...(answer.ok ? { job: answer.value } : { fault: answer.fault }) });
  },
  refuse: (fault) => set({ fault }),
  close: () => set({ ticket: undefined, job: undefined, fault: undefined }),
}));
