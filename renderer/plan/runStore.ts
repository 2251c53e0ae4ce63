import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { Answer } from '../../core/contract/messages.ts';
import type { RunView } from '../../core/contract/plan.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';

export interface RunState {
  readonly run: RunView | undefined;
  readonly fault: FaultView | undefined;
  readonly saved: { readonly name: string; readonly folder: string } | undefined;
  load(): Promise<void>;
  start(planId: string, confirmations: Readonly<Record<string, string>>): Promise<boolean>;
  cancel(): Promise<void>;
  resume(): Promise<void>;
  saveReport(as: 'html' | 'json'): Promise<void>;
  dismissFault(): void;
}

export const isRunning = (run: RunView | undefined): boolean => run?.state === 'running' || run?.state === 'cancelling';

export function createRunStore(client: ApiClient) {
  return create<RunState>((set, get) => {
    let told = 0;
    client.on('run/changed', (run) => {
      told++;
      set({ run });
    });
    /** Shows the run in a reply. If an event arrived during the call, the event is newer and the reply's run is dropped. */
    const take = async (ask: Promise<Answer<'run/state'>>): Promise<boolean> => {
      const before = told;
      const answer = await ask;
      if (!answer.ok) set({ fault: answer.fault });
      else set({ fault: undefined, ...(answer.value === undefined || told !== before ? {} : { run: answer.value }) });
      return answer.ok;
    };
    return {
      run: undefined,
      fault: undefined,
      saved: undefined,
      load: async () => void (await take(client.call('run/state', {}))),
      start: async (planId, confirmations) => {
        set({ saved: undefined });
        return take(client.call('plan/run', { planId, confirmations: { ...confirmations } }));
      },
      cancel: async () => void (await take(client.call('run/cancel', {}))),
      resume: async () => {
        set({ saved: undefined });
        await take(client.call('run/resume', {}));
      },
      saveReport: async (as) => {
        const { run } = get();
        if (run === undefined) return;
        const answer = await client.call('run/save-report', { runId: run.runId, as });
        set(answer.ok ? { saved: answer.value, fault: undefined } : { fault: answer.fault });
      },
      dismissFault: () => set({ fault: undefined }),
    };
  });
}

export const useRun = createRunStore(client);
