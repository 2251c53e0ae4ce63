import type { FaultView } from '../../core/contract/board.ts';
import { reelLimits } from '../../core/contract/reelLimits.ts';
import { fetchPage, refuse, restart, type ReelsState, type Tools } from './reelsState.ts';

/** The list, and the chip on the board. */
export function listActions(tools: Tools): Pick<ReelsState, 'show' | 'find' | 'page' | 'select' | 'check' | 'ranSince'> {
  const { bench, set, get } = tools;
  /** Answers to what was asked before the last question are dropped. */
  let asked = 0;
  return {
    // What a letter's code was compared with was the reel shown before.
    show: (id) => restart(tools, { shown: id, search: '', selected: undefined, total: 0, keyFault: undefined, saved: undefined, ...(id === get().shown ? {} : { qrSays: '' }) }),
    // A hand scanner may type a whole batch id here; no chip id is as long as what is kept of it.
    find: (search) => restart(tools, { search: search.slice(0, reelLimits.search) }),
    page: (number) => fetchPage(tools, number),
    select: (selected) => set({ selected }),
    ranSince: () => set({ beforeRun: true }),
    check: async (chipId) => {
      const mine = ++asked;
      set({ checking: chipId !== undefined, verdict: undefined, verdictFault: undefined, where: undefined, beforeRun: false });
      if (chipId === undefined) return;
      const where = await bench.call('reels/where', { chipId });
      if (where.ok && mine === asked) set({ where: where.value.reelId ?? '' });
      const answer = await bench.call('reels/verdict', {});
      if (mine !== asked) return;
      set({ checking: false, ...(answer.ok ? { verdict: answer.value } : { verdictFault: answer.fault }) });
      if (answer.ok) await restart(tools, {});
    },
  };
}

/** Anchors and exports. */
export function exportActions(tools: Tools): Pick<ReelsState, 'addAnchor' | 'trust' | 'forgetAnchors' | 'exportList' | 'exportSecrets' | 'dismiss'> {
  const { bench, set, get } = tools;
  const add = async (ticket: string): Promise<FaultView | undefined> => {
    const answer = await bench.call('reels/add-anchor', { ticket });
    if (answer.ok) set({ anchors: answer.value });
    return answer.ok ? undefined : answer.fault;
  };
  return {
    addAnchor: async (file) => {
      const taken = await bench.takeFile(file);
      const refused = taken.ok ? await add(taken.value.ticket) : taken.fault;
      if (refused !== undefined) refuse(tools, refused);
    },
    trust: async ({ ticket }) => {
      const refused = await add(ticket);
      if (refused?.code === 'certificate/none') return false;
      if (refused !== undefined) refuse(tools, refused);
      return true;
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
      else refuse(tools, answer.fault);
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
}
