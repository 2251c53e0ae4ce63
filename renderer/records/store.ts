import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { RecordRow, RecordView, UnfinishedView } from '../../core/contract/records.ts';
import type { PlanView } from '../../core/contract/plan.ts';
import type { BenchClient } from '../client/bench.ts';
import { client } from '../client/client.ts';

export type Result = RecordRow['state'] | 'all';

interface RecordsState {
  readonly rows: readonly RecordRow[] | undefined;
  /** Where the next, older page begins; undefined when all are here. */
  readonly next: string | undefined;
  readonly record: RecordView | undefined;
  /** The run that was chosen in the list; its record may still be on its way. */
  readonly chosen: string | undefined;
  readonly unfinished: UnfinishedView | undefined;
  readonly fault: FaultView | undefined;
  readonly saved: { readonly name: string; readonly folder: string } | undefined;
  readonly search: string;
  readonly result: Result;
  /** The newest runs that the search and the result ask for. */
  load(): Promise<void>;
  /** The page of older runs. */
  loadOlder(): Promise<void>;
  open(run: string): Promise<void>;
  save(as: 'html' | 'json'): Promise<void>;
  look(): Promise<void>;
  /** The plan of the interrupted run, rehearsed again. */
  resume(): Promise<PlanView | undefined>;
  setAside(): Promise<void>;
  filter(part: { readonly search?: string; readonly result?: Result }): void;
  dismiss(): void;
}

const nothingYet = {
  rows: undefined,
  next: undefined,
  record: undefined,
  chosen: undefined,
  unfinished: undefined,
  fault: undefined,
  saved: undefined,
  search: '',
  result: 'all',
} as const;

/** What was done, and what was interrupted. */
export function createRecordsStore(client_: BenchClient) {
  /** An answer that came after a newer question is not shown. */
  let asked = 0;
  const ask = async (search: string, result: Result, after?: string) => {
    const mine = ++asked;
    const answer = await client_.call('records/list', { search, ...(result === 'all' ? {} : { state: result }), ...(after === undefined ? {} : { after }) });
    return mine === asked ? answer : undefined;
  };
  return create<RecordsState>((set, get) => ({
    ...nothingYet,
    load: async () => {
      const answer = await ask(get().search, get().result);
      if (answer !== undefined) set(answer.ok ? { rows: answer.value.rows, next: answer.value.next } : { fault: answer.fault });
    },
    loadOlder: async () => {
      const { search, result, next, rows = [] } = get();
      const answer = next === undefined ? undefined : await ask(search, result, next);
      if (answer !== undefined) set(answer.ok ? { rows: [...rows, ...answer.value.rows], next: answer.value.next } : { fault: answer.fault });
    },
    open: async (run) => {
      set({ chosen: run });
      const answer = await client_.call('records/open', { run });
      if (get().chosen !== run) return;
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
      else set({ fault: undefined, ...(answer.value.verdict !== 'refused' ? { unfinished: undefined } : {}) });
      return answer.ok ? answer.value : undefined;
    },
    setAside: async () => {
      const { unfinished } = get();
      if (unfinished === undefined) return;
      const answer = await client_.call('records/set-aside', { run: unfinished.run });
      set(answer.ok ? { unfinished: undefined, fault: undefined } : { fault: answer.fault });
    },
    filter: (part) => {
      set(part);
      void get().load();
    },
    dismiss: () => set({ fault: undefined }),
  }));
}

export const useRecords = createRecordsStore(client);
