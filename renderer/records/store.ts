import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { RecordRow, RecordTotals, RecordView, UnfinishedView } from '../../core/contract/records.ts';
import type { PlanView } from '../../core/contract/plan.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';

export type Result = RecordRow['state'] | 'all';

interface RecordsState {
  readonly rows: readonly RecordRow[] | undefined;
  /** Start of the next, older page; undefined when all runs are loaded. */
  readonly next: string | undefined;
  readonly totals: RecordTotals | undefined;
  /** The export of the list. */
  readonly exported: { readonly name: string; readonly folder: string } | undefined;
  readonly record: RecordView | undefined;
  /** The run that was chosen in the list. Its record may still be loading. */
  readonly chosen: string | undefined;
  readonly unfinished: UnfinishedView | undefined;
  readonly fault: FaultView | undefined;
  readonly saved: { readonly name: string; readonly folder: string } | undefined;
  readonly search: string;
  readonly result: Result;
  /** The newest runs for the search and the chosen result. */
  load(): Promise<void>;
  /** Loads the page of older runs. */
  loadOlder(): Promise<void>;
  open(run: string): Promise<void>;
  save(as: 'html' | 'json'): Promise<void>;
  /** Exports all runs for the search and the chosen result as CSV. */
  exportCsv(): Promise<void>;
  look(): Promise<void>;
  /** Rehearses the plan of the interrupted run again. */
  resume(): Promise<PlanView | undefined>;
  setAside(): Promise<void>;
  filter(part: { readonly search?: string; readonly result?: Result }): void;
  dismiss(): void;
}

const nothingYet = {
  rows: undefined,
  next: undefined,
  totals: undefined,
  exported: undefined,
  record: undefined,
  chosen: undefined,
  unfinished: undefined,
  fault: undefined,
  saved: undefined,
  search: '',
  result: 'all',
} as const;

type Filter = Pick<RecordsState, 'search' | 'result'>;

const wanted = ({ search, result }: Filter) => ({ search, ...(result === 'all' ? {} : { state: result }) });

/** Saves files where the user wants them. */
const savesOf = (client_: ApiClient, set: (part: Partial<RecordsState>) => void, get: () => RecordsState): Pick<RecordsState, 'save' | 'exportCsv'> => ({
  save: async (as) => {
    const { record } = get();
    if (record === undefined) return;
    const answer = await client_.call('records/report', { run: record.run, as });
    set(answer.ok ? { saved: answer.value, fault: undefined } : { fault: answer.fault });
  },
  exportCsv: async () => {
    const answer = await client_.call('records/export', wanted(get()));
    set(answer.ok ? { exported: answer.value, fault: undefined } : { fault: answer.fault });
  },
});

/** Finished and interrupted runs. */
export function createRecordsStore(client_: ApiClient) {
  /** An answer that arrives after a newer request is not shown. */
  let asked = 0;
  const ask = async (filter: Filter, after?: string) => {
    const mine = ++asked;
    const answer = await client_.call('records/list', { ...wanted(filter), ...(after === undefined ? {} : { after }) });
    return mine === asked ? answer : undefined;
  };
  return create<RecordsState>((set, get) => ({
    ...nothingYet,
    load: async () => {
      const answer = await ask(get());
      if (answer === undefined) return;
      set(answer.ok ? { rows: answer.value.rows, next: answer.value.next } : { fault: answer.fault });
      const mine = asked;
      const totals = await client_.call('records/totals', wanted(get()));
      if (mine === asked && totals.ok) set({ totals: totals.value });
    },
    loadOlder: async () => {
      const { next, rows = [] } = get();
      const answer = next === undefined ? undefined : await ask(get(), next);
      if (answer !== undefined) set(answer.ok ? { rows: [...rows, ...answer.value.rows], next: answer.value.next } : { fault: answer.fault });
    },
    open: async (run) => {
      set({ chosen: run });
      const answer = await client_.call('records/open', { run });
      if (get().chosen !== run) return;
      set(answer.ok ? { record: answer.value, saved: undefined, fault: undefined } : { fault: answer.fault });
    },
    ...savesOf(client_, set, get),
    look: async () => {
      const answer = await client_.call('records/unfinished', {});
      if (answer.ok) set({ unfinished: answer.value });
    },
    resume: async () => {
      const { unfinished } = get();
      if (unfinished === undefined) return undefined;
      const answer = await client_.call('records/resume', { run: unfinished.run });
      if (!answer.ok) set({ fault: answer.fault });
      // While a material is missing (a key, a secret), the user can return to this review.
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
      set({ ...part, exported: undefined });
      void get().load();
    },
    dismiss: () => set({ fault: undefined }),
  }));
}

export const useRecords = createRecordsStore(client);
