import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { SeriesView } from '../../core/contract/datasets.ts';
import type { TicketView } from '../../core/contract/material.ts';
import type { Answer } from '../../core/contract/messages.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';

interface SeriesState {
  readonly list: TicketView | undefined;
  readonly as: 'zip' | 'folder';
  readonly series: SeriesView | undefined;
  readonly fault: FaultView | undefined;
  load(): Promise<void>;
  take(list: TicketView | undefined): void;
  choose(as: 'zip' | 'folder'): void;
  start(): Promise<void>;
  cancel(): Promise<void>;
  resume(): Promise<void>;
  refuse(fault: FaultView): void;
}

/** One data set per chip: the list, and the progress. */
function createSeriesStore(client: ApiClient) {
  return create<SeriesState>((set, get) => {
    client.on('series/changed', (series) => set({ series }));
    const took = (answer: Answer<'series/start'> | Answer<'series/cancel'>): void =>
      set(answer.ok ? { series: answer.value, fault: undefined } : { fault: answer.fault });
    return {
      list: undefined,
      as: 'zip',
      series: undefined,
      fault: undefined,
      load: async () => took(await client.call('series/state', {})),
      take: (list) => set({ list, fault: undefined, series: undefined }),
      choose: (as) => set({ as }),
      start: async () => {
        const { list, as } = get();
        if (list !== undefined) took(await client.call('series/start', { ticket: list.ticket, as }));
      },
      cancel: async () => took(await client.call('series/cancel', {})),
      resume: async () => took(await client.call('series/resume', {})),
      refuse: (fault) => set({ fault }),
    };
  });
}

export const useSeries = createSeriesStore(client);
