import { create } from 'zustand';
import type { FaultView, TraceRow } from '../../core/contract/board.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';

/** Most rows in the drawer. Older rows are in the saved file. */
export const traceLimit = 2000;

export interface TraceState {
  readonly rows: readonly TraceRow[];
  /** The new rows since the trace was paused. */
  readonly waiting: readonly TraceRow[];
  readonly paused: boolean;
  readonly filter: string;
  readonly onlyFailed: boolean;
  readonly fault: FaultView | undefined;
  readonly saved: { readonly name: string; readonly folder: string } | undefined;
  load(): Promise<void>;
  pause(paused: boolean): void;
  setFilter(filter: string): void;
  setOnlyFailed(only: boolean): void;
  save(): Promise<void>;
}

/** Adds rows in order of id, each once, and drops the oldest over the limit. */
export function addRows(rows: readonly TraceRow[], more: readonly TraceRow[]): TraceRow[] {
  const known = new Set(rows.map(({ id }) => id));
  return [...rows, ...more.filter(({ id }) => !known.has(id))].toSorted((a, b) => a.id - b.id).slice(-traceLimit);
}

export function filterRows(rows: readonly TraceRow[], filter: string, onlyFailed: boolean): TraceRow[] {
  const wanted = filter.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (!onlyFailed || row.failed) &&
      (wanted === '' || [row.command, row.object ?? '', row.says, row.request, row.response].join(' ').toLowerCase().includes(wanted)),
  );
}

export function createTraceStore(client: ApiClient) {
  return create<TraceState>((set, get) => {
    client.on('trace/added', (more) =>
      set(({ paused, rows, waiting }) => (paused ? { waiting: addRows(waiting, more) } : { rows: addRows(rows, more) })),
    );
    return {
      rows: [],
      waiting: [],
      paused: false,
      filter: '',
      onlyFailed: false,
      fault: undefined,
      saved: undefined,
      load: async () => {
        const answer = await client.call('trace/read', { after: get().rows.at(-1)?.id ?? 0 });
        if (answer.ok) set(({ rows }) => ({ rows: addRows(rows, answer.value), fault: undefined }));
        else set({ fault: answer.fault });
      },
      pause: (paused) => set(({ rows, waiting }) => (paused ? { paused } : { paused, rows: addRows(rows, waiting), waiting: [] })),
      setFilter: (filter) => set({ filter }),
      setOnlyFailed: (onlyFailed) => set({ onlyFailed }),
      save: async () => {
        const answer = await client.call('trace/save', {});
        set(answer.ok ? { saved: answer.value, fault: undefined } : { fault: answer.fault });
      },
    };
  });
}

export const useTrace = createTraceStore(client);
