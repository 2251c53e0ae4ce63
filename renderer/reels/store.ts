import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { TicketView } from '../../core/contract/material.ts';
import type { RequestOf } from '../../core/contract/operations.ts';
import type { AnchorView, ChipVerdict, ReelProgress, ReelRow, ReelView } from '../../core/contract/reels.ts';
import type { BenchClient } from '../client/bench.ts';
import { client } from '../client/stores.ts';

export const pageSize = 100;

interface ReelsState {
  readonly reels: readonly ReelView[];
  readonly shown: string | undefined;
  readonly progress: ReelProgress | undefined;
  readonly opening: boolean;
  readonly unlocking: boolean;
  readonly fault: FaultView | undefined;
  readonly keyFault: FaultView | undefined;
  readonly search: string;
  readonly total: number;
  readonly pages: ReadonlyMap<number, readonly ReelRow[]>;
  readonly selected: string | undefined;
  readonly where: string | undefined;
  readonly verdict: ChipVerdict | undefined;
  readonly verdictFault: FaultView | undefined;
  readonly checking: boolean;
  readonly anchors: readonly AnchorView[];
  readonly saved: { readonly name: string; readonly folder: string } | undefined;
  load(): Promise<void>;
  openFiles(files: readonly File[]): Promise<void>;
  open(tickets: readonly TicketView[]): Promise<void>;
  cancel(): Promise<void>;
  unlock(request: Omit<RequestOf<'reels/unlock'>, 'id'>): Promise<boolean>;
  unlockWithFile(file: File): Promise<boolean>;
  close(): Promise<void>;
  show(id: string): Promise<void>;
  find(search: string): Promise<void>;
  page(number: number): Promise<void>;
  select(chipId: string | undefined): void;
  check(chipId: string | undefined): Promise<void>;
  addAnchor(file: File): Promise<void>;
  forgetAnchors(): Promise<void>;
  exportList(): Promise<void>;
  exportSecrets(request: Omit<RequestOf<'reels/export-secrets'>, 'id'>): Promise<FaultView | undefined>;
  dismiss(): void;
}

/** Open reels as the window sees them: figures and rows in sight, never a secret or a transport key. */
export function createReelsStore(bench: BenchClient) {
  return create<ReelsState>((set, get) => {
    bench.on('reels/progress', (progress) => set({ progress }));
    const replace = (view: ReelView): void => set(({ reels }) => ({ reels: [...reels.filter(({ id }) => id !== view.id), view] }));
    const refuse = (fault: FaultView): void => set({ fault, opening: false, progress: undefined });
    const fetchPage = async (number: number): Promise<void> => {
      const { shown, search } = get();
      if (shown === undefined) return;
      const answer = await bench.call('reels/rows', { id: shown, search, from: number * pageSize, count: pageSize });
      if (get().shown !== shown || get().search !== search) return;
      if (answer.ok) set(({ pages }) => ({ total: answer.value.total, pages: new Map([...pages, [number, answer.value.rows]]) }));
      else refuse(answer.fault);
    };
    const restart = async (part: Partial<ReelsState>): Promise<void> => {
      set({ pages: new Map(), ...part });
      await fetchPage(0);
    };
    const unlock = async (request: Omit<RequestOf<'reels/unlock'>, 'id'>): Promise<boolean> => {
      const { shown } = get();
      if (shown === undefined) return false;
      set({ unlocking: true, keyFault: undefined });
      const answer = await bench.call('reels/unlock', { id: shown, ...request });
      set({ unlocking: false, keyFault: answer.ok ? undefined : answer.fault });
      if (!answer.ok) return false;
      replace(answer.value);
      await restart({});
      return true;
    };
    return {
      reels: [],
      shown: undefined,
      progress: undefined,
      opening: false,
      unlocking: false,
      fault: undefined,
      keyFault: undefined,
      search: '',
      total: 0,
      pages: new Map(),
      selected: undefined,
      where: undefined,
      verdict: undefined,
      verdictFault: undefined,
      checking: false,
      anchors: [],
      saved: undefined,
      load: async () => {
        const [list, anchors] = await Promise.all([bench.call('reels/list', {}), bench.call('reels/anchors', {})]);
        if (anchors.ok) set({ anchors: anchors.value });
        if (!list.ok) return refuse(list.fault);
        const { shown } = get();
        set({ reels: list.value });
        if (shown === undefined && list.value[0] !== undefined) await get().show(list.value[0].id);
      },
      openFiles: async (files) => {
        const tickets: TicketView[] = [];
        set({ opening: true, fault: undefined, progress: undefined });
        for (const file of files) {
          const taken = await bench.takeFile(file);
          if (!taken.ok) return refuse(taken.fault);
          tickets.push(taken.value);
        }
        await get().open(tickets);
      },
      open: async (tickets) => {
        set({ opening: true, fault: undefined, progress: undefined });
        const answer = await bench.call('reels/open', { tickets: tickets.map(({ ticket }) => ticket) });
        if (!answer.ok) return refuse(answer.fault);
        set({ opening: false, progress: undefined });
        replace(answer.value);
        await get().show(answer.value.id);
      },
      cancel: async () => void (await bench.call('reels/cancel', {})),
      unlock,
      unlockWithFile: async (file) => {
        const taken = await bench.takeFile(file);
        if (taken.ok) return unlock({ ticket: taken.value.ticket });
        set({ keyFault: taken.fault });
        return false;
      },
      close: async () => {
        const { shown } = get();
        if (shown === undefined) return;
        const answer = await bench.call('reels/close', { id: shown });
        if (!answer.ok) return refuse(answer.fault);
        set({ reels: answer.value, shown: undefined, selected: undefined, verdict: undefined, saved: undefined, keyFault: undefined });
        const [next] = answer.value;
        if (next !== undefined) await get().show(next.id);
      },
      show: (id) => restart({ shown: id, search: '', selected: undefined, total: 0, keyFault: undefined, saved: undefined }),
      find: (search) => restart({ search }),
      page: fetchPage,
      select: (selected) => set({ selected }),
      check: async (chipId) => {
        if (chipId === undefined) return set({ verdict: undefined, verdictFault: undefined, checking: false, where: undefined });
        set({ checking: true, verdict: undefined, verdictFault: undefined, where: undefined });
        const where = await bench.call('reels/where', { chipId });
        if (where.ok) set({ where: where.value.reelId });
        const answer = await bench.call('reels/verdict', {});
        set({ checking: false, ...(answer.ok ? { verdict: answer.value } : { verdictFault: answer.fault }) });
        if (answer.ok) await restart({});
      },
      addAnchor: async (file) => {
        const taken = await bench.takeFile(file);
        if (!taken.ok) return refuse(taken.fault);
        const answer = await bench.call('reels/add-anchor', { ticket: taken.value.ticket });
        if (answer.ok) set({ anchors: answer.value });
        else refuse(answer.fault);
      },
      forgetAnchors: async () => {
        const answer = await bench.call('reels/forget-anchors', {});
        if (answer.ok) set({ anchors: answer.value });
      },
      exportList: async () => {
        const { shown } = get();
        if (shown === undefined) return;
        const answer = await bench.call('reels/export-list', { id: shown });
        if (answer.ok) set({ saved: answer.value });
        else refuse(answer.fault);
      },
      exportSecrets: async (request) => {
        const { shown } = get();
        if (shown === undefined) return undefined;
        const answer = await bench.call('reels/export-secrets', { id: shown, ...request });
        if (answer.ok) set({ saved: answer.value });
        return answer.ok ? undefined : answer.fault;
      },
      dismiss: () => set({ fault: undefined, saved: undefined }),
    };
  });
}

export const useReels = createReelsStore(client);
