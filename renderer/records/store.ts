import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { RecordRow, RecordView, UnfinishedView } from '../../core/contract/records.ts';
import type { PlanView } from '../../core/contract/plan.ts';
import type { BenchClient } from '../client/bench.ts';
import { client } from '../client/stores.ts';

export type Result = RecordRow['state'] | 'all';

interface RecordsState {
  readonly rows: readonly RecordRow[] | undefined;
  readonly record: RecordView | undefined;
  readonly unfinished: UnfinishedView | undefined;
  readonly fault: FaultView | undefined;
  readonly saved: { readonly name: string; readonly folder: string } | undefined;
  readonly search: string;
  readonly result: Result;
  load(): Promise<void>;
  open(run: string): Promise<void>;
  save(as: 'html' | 'json'): Promise<void>;
  look(): Promise<void>;
  /** The plan of the interrupted run, rehearsed anew. */
  resume(): Promise<PlanView | undefined>;
  setAside(): Promise<void>;
  filter(part: { readonly search?: string; readonly result?: Result }): void;
  dismiss(): void;
}

/** Runs that hold every word of the search in what a person knows of them: chip, plan, who, day. */
export function found(rows: readonly RecordRow[], search: string, result: Result): RecordRow[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return rows.filter((row) => {
    const text = `${row.chipId} ${row.title} ${row.who} ${row.startedAt}`.toLowerCase();
    return (result === 'all' || row.state === result) && words.every((word) => text.includes(word));
  });
}

/** What was done, and what was interrupted. */
export function createRecordsStore(client_: BenchClient) {
  return create<RecordsState>((set, get) => ({
    rows: undefined,
    record: undefined,
    unfinished: undefined,
    fault: undefined,
    saved: undefined,
    search: '',
    result: 'all',
    load: async () => {
      const answer = await client_.call('records/list', {});
      set(answer.ok ? { rows: answer.value } : { fault: answer.fault });
    },
    open: async (run) => {
      const answer = await client_.call('records/open', { run });
      set(answer.ok ? { record: answer.value, saved: undefined, fault: undefined } : { fault: answer.fault });
    },
    save: async (as) => {
      const { record } = get();
      if (record === undefined) return;
      const answer = await client_.call('records/report', { run: record.run, as });
      set(answer.ok ? { saved: answer.value, fault: undefined } : { fault: answer.fault });
    },
    look: async () => {
      const answer = await client_.call('records/unfinished', {});
      if (answer.ok) set({ unfinished: answer.value });
    },
    resume: async () => {
      const { unfinished } = get();
      if (unfinished === undefined) return undefined;
      const answer = await client_.call('records/resume', { run: unfinished.run });
      if (!answer.ok) set({ fault: answer.fault });
      // While something is missing (a key, a secret), the way back to this review stays open.
      else set({ fault: undefined, ...(answer.value.runnable ? { unfinished: undefined } : {}) });
      return answer.ok ? answer.value : undefined;
    },
    setAside: async () => {
      const { unfinished } = get();
      if (unfinished === undefined) return;
      const answer = await client_.call('records/set-aside', { run: unfinished.run });
      set(answer.ok ? { unfinished: undefined, fault: undefined } : { fault: answer.fault });
    },
    filter: (part) => set(part),
    dismiss: () => set({ fault: undefined }),
  }));
}

export const useRecords = createRecordsStore(client);
