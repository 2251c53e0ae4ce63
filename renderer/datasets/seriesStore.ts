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
export function createSeriesStore(client: ApiClient) {
  return create<SeriesState>((set, get) => {
    let told = 0;
    client.on('series/changed', (series) => {
      told++;
      set({ series });
    });
    /** Shows the series in a reply. If an event arrived during the call, the event is newer and the reply's series is dropped. */
    const took = async (call: Promise<Answer<'series/start'> | Answer<'series/cancel'>>): Promise<void> => {
      const before = told;
      const answer = await call;
      set(answer.ok ? { fault: undefined, ...(told === before ? { series: answer.value } : {}) } : { fault: answer.fault });
    };
    return {
      list: undefined,
      as: 'zip',
      series: undefined,
      fault: undefined,
      load: () => took(client.call('series/state', {})),
      take: (list) => set({ list, fault: undefined, series: undefined }),
      choose: (as) => set({ as }),
      start: async () => {
        const { list, as } = get();
        if (list !== undefined) await took(client.call('series/start', { ticket: list.ticket, as }));
      },
      cancel: () => took(client.call('series/cancel', {})),
      resume: () => took(client.call('series/resume', {})),
      refuse: (fault) => set({ fault }),
    };
  });
}

export const useSeries = createSeriesStore(client);
