import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { RecordRow, RecordTotals, RecordView, UnfinishedView } from '../../core/contract/records.ts';
import type { PlanView } from '../../core/contract/plan.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';

export type Result = RecordRow['state'] | 'all';

export const pageSize = 100;

interface RecordsState {
  /** Number of runs in the list; undefined before the first answer. */
  readonly total: number | undefined;
  /** The loaded rows, in pages of `pageSize`, newest first. */
  readonly pages: ReadonlyMap<number, readonly RecordRow[]>;
  readonly totals: RecordTotals | undefined;
  /** The saved file with the exported list. */
  readonly exported: { readonly name: string; readonly folder: string } | undefined;
  readonly record: RecordView | undefined;
  /** The run that was chosen in the list. Its record may still be loading. */
  readonly chosen: string | undefined;
  readonly unfinished: UnfinishedView | undefined;
  readonly fault: FaultView | undefined;
  readonly saved: { readonly name: string; readonly folder: string } | undefined;
  readonly search: string;
  readonly result: Result;
  /** Loads the newest runs for the search and the chosen result, then the number of all such runs. */
  load(): Promise<void>;
  /** Loads a page of older runs of the same list. */
  page(number: number): Promise<void>;
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
  total: undefined,
  pages: new Map(),
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

/** Makes the actions that save files where the user wants them. */
const savesOf = (client_: ApiClient, set: (part: Partial<RecordsState>) => void, get: () => RecordsState): Pick<RecordsState, 'save' | 'exportCsv'> => ({
  save: async (as) => {
    const { record } = get();
    if (record === undefined) return;
    const answer = await client_.call('records/report', { run: record.run, as });
    if (get().record !== record) return;
    set(answer.ok ? { saved: answer.value, fault: undefined } : { fault: answer.fault });
  },
  exportCsv: async () => {
    const { search, result } = get();
    const answer = await client_.call('records/export', wanted({ search, result }));
    if (get().search !== search || get().result !== result) return;
    set(answer.ok ? { exported: answer.value, fault: undefined } : { fault: answer.fault });
  },
});

/** Finished and interrupted runs. */
export function createRecordsStore(client_: ApiClient) {
  /** Number of the current list. Answers for an earlier list are not shown. */
  let list = 0;
  const fetchPage = async (filter: Filter, number: number) => {
    const [mine, answer] = [list, await client_.call('records/list', { ...wanted(filter), from: number * pageSize, count: pageSize })];
    return mine === list ? answer : undefined;
  };
  return create<RecordsState>((set, get) => ({
    ...nothingYet,
    load: async () => {
      const mine = ++list;
      const answer = await fetchPage(get(), 0);
      if (answer === undefined) return;
      set(answer.ok ? { pages: new Map([[0, answer.value.rows]]), total: answer.value.total } : { fault: answer.fault });
      const totals = await client_.call('records/totals', wanted(get()));
      if (mine === list && totals.ok) set({ totals: totals.value, total: totals.value.listed });
    },
    page: async (number) => {
      const answer = await fetchPage(get(), number);
      if (answer?.ok === false) set({ fault: answer.fault });
      if (answer?.ok === true) set(({ pages, total = 0 }) => ({ pages: new Map([...pages, [number, answer.value.rows]]), total: Math.max(total, answer.value.total) }));
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
      // While a key or a secret is missing, the user can return to this review.
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
