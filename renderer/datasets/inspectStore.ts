import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { DataSetView, SetExport } from '../../core/contract/datasets.ts';
import type { TicketView } from '../../core/contract/material.ts';
import type { Answer } from '../../core/contract/messages.ts';
import type { RequestOf } from '../../core/contract/operations.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';

export type StudioTab = 'inspect' | 'build' | 'series';
type Against = Omit<RequestOf<'datasets/check'>, 'id'>;

interface InspectState {
  readonly tab: StudioTab;
  readonly set: DataSetView | undefined;
  /** The files from which the data set was opened. */
  readonly opened: { readonly manifest: TicketView; readonly fragments: readonly TicketView[] } | undefined;
  readonly fault: FaultView | undefined;
  readonly busy: boolean;
  readonly saved: { readonly name: string; readonly folder: string } | undefined;
  go(tab: StudioTab): void;
  show(answer: Answer<'datasets/open'>): boolean;
  /** @param fragments files with the fragments, when the manifest is a separate file */
  open(ticket: TicketView, fragments?: readonly TicketView[]): Promise<void>;
  /** The chip may have changed, so its answer is predicted again. */
  refresh(): Promise<void>;
  check(against: Against): Promise<void>;
  export(as: SetExport): Promise<void>;
  refuse(fault: FaultView): void;
  close(): void;
  dismiss(): void;
}

/** The data set in the inspector. */
export function createInspectStore(client: ApiClient) {
  return create<InspectState>((set, get) => {
    /** Number of the latest request for another data set. Answers to earlier ones are not shown. */
    let asked = 0;
    const show = (answer: Answer<'datasets/open'>): boolean => {
      set(answer.ok ? { set: answer.value, fault: undefined, busy: false } : { fault: answer.fault, busy: false });
      return answer.ok;
    };
    return {
      tab: 'inspect',
      set: undefined,
      opened: undefined,
      fault: undefined,
      busy: false,
      saved: undefined,
      go: (tab) => set({ tab }),
      show: (answer) => {
        asked++;
        set({ saved: undefined, opened: undefined });
        return show(answer);
      },
      open: async (ticket, fragments = []) => {
        const mine = ++asked;
        set({ tab: 'inspect', busy: true, saved: undefined, fault: undefined, set: undefined, opened: { manifest: ticket, fragments } });
        const answer = await client.call('datasets/open', { ticket: ticket.ticket, ...(fragments.length === 0 ? {} : { fragments: fragments.map((one) => one.ticket) }) });
        if (mine === asked) show(answer);
      },
      refresh: async () => {
        const id = get().set?.id;
        if (id === undefined) return;
        const answer = await client.call('datasets/view', { id });
        if (get().set?.id === id) show(answer);
      },
      check: async (against) => {
        const id = get().set?.id;
        if (id === undefined) return;
        set({ busy: true, fault: undefined });
        const answer = await client.call('datasets/check', { id, ...against });
        if (get().set?.id === id) show(answer);
      },
      export: async (as) => {
        const id = get().set?.id;
        if (id === undefined) return;
        set({ saved: undefined, fault: undefined });
        const answer = await client.call('datasets/export', { id, as });
        if (get().set?.id === id) set(answer.ok ? { saved: answer.value } : { fault: answer.fault });
      },
      refuse: (fault) => set({ fault }),
      close: () => {
        asked++;
        set({ set: undefined, opened: undefined, fault: undefined, saved: undefined, busy: false });
      },
      dismiss: () => set({ fault: undefined }),
    };
  });
}

export const useInspect = createInspectStore(client);
