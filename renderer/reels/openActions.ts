import type { TicketView } from '../../core/contract/material.ts';
import type { RequestOf } from '../../core/contract/operations.ts';
import { refuse, replace, restart, type ReelsState, type Tools } from './reelsState.ts';
import { tooLongForKey, tooManyFiles } from './windowFaults.ts';

async function openTickets(tools: Tools, tickets: readonly TicketView[]): Promise<void> {
  const { bench, set, get } = tools;
  const tooMany = tooManyFiles(tickets.length);
  if (tooMany !== undefined) {
    for (const { ticket } of tickets) void bench.call('files/forget', { ticket });
    return refuse(tools, tooMany);
  }
  set({ opening: true, fault: undefined, progress: undefined });
  const answer = await bench.call('reels/open', { tickets: tickets.map(({ ticket }) => ticket) });
  // Who cancels knows it.
  if (!answer.ok && answer.fault.code !== 'bundle/cancelled') return refuse(tools, answer.fault);
  set({ opening: false, progress: undefined });
  if (!answer.ok) return undefined;
  replace(tools, answer.value);
  // Its field takes the focus: hand scanners type.
  if (answer.value.lock === 'locked') set({ keyWanted: true });
  return get().show(answer.value.id);
}

/** Opening a bundle, handing its transport key over, closing it. */
export function openActions(tools: Tools): Pick<ReelsState, 'load' | 'handOver' | 'openFiles' | 'open' | 'cancel' | 'close'> {
  const { bench, set, get } = tools;
  return {
    load: async () => {
      const [list, anchors] = await Promise.all([bench.call('reels/list', {}), bench.call('reels/anchors', {})]);
      if (anchors.ok) set({ anchors: anchors.value });
      if (!list.ok) return refuse(tools, list.fault);
      const { shown } = get();
      set({ reels: list.value });
      // Back from a run: what this bench did with the chips may have changed.
      if (shown !== undefined) await restart(tools, {});
      else if (list.value[0] !== undefined) await get().show(list.value[0].id);
    },
    handOver: async (file) => {
      set({ opening: true, handing: file, fault: undefined, progress: undefined });
      const taken = await bench.takeFile(file);
      const cancelled = get().handing !== file;
      if (cancelled && taken.ok) void bench.call('files/forget', { ticket: taken.value.ticket });
      set(cancelled ? {} : { opening: false, handing: undefined });
      return cancelled ? undefined : taken;
    },
    openFiles: async (files) => {
      const tooMany = tooManyFiles(files.length);
      if (tooMany !== undefined) return refuse(tools, tooMany);
      const tickets: TicketView[] = [];
      for (const file of files) {
        const taken = await get().handOver(file);
        if (taken === undefined) return;
        if (!taken.ok) return refuse(tools, taken.fault);
        tickets.push(taken.value);
      }
      await get().open(tickets);
    },
    open: (tickets) => openTickets(tools, tickets),
    cancel: async () => {
      if (get().handing !== undefined) return set({ opening: false, handing: undefined });
      await bench.call('reels/cancel', {});
    },
    close: async () => {
      const { shown } = get();
      if (shown === undefined) return;
      const answer = await bench.call('reels/close', { id: shown });
      if (!answer.ok) return refuse(tools, answer.fault);
      set({ reels: answer.value, shown: undefined, selected: undefined, verdict: undefined, saved: undefined, keyFault: undefined, qrSays: '' });
      const [next] = answer.value;
      if (next !== undefined) await get().show(next.id);
    },
  };
}

/** The transport key, typed or in a file. */
export function keyActions(tools: Tools): Pick<ReelsState, 'unlock' | 'unlockWithFile'> {
  const { bench, set, get } = tools;
  const unlock = async (request: Omit<RequestOf<'reels/unlock'>, 'id'>): Promise<boolean> => {
    const { shown } = get();
    if (shown === undefined) return false;
    const tooLong = tooLongForKey(request.transportKey ?? '');
    if (tooLong !== undefined) {
      set({ keyFault: tooLong });
      return false;
    }
    set({ unlocking: true, keyFault: undefined });
    const answer = await bench.call('reels/unlock', { id: shown, ...request });
    set({ unlocking: false, keyFault: answer.ok ? undefined : answer.fault });
    if (!answer.ok) return false;
    replace(tools, answer.value);
    await restart(tools, {});
    return true;
  };
  return {
    unlock,
    unlockWithFile: async (file) => {
      const taken = await bench.takeFile(file);
      if (taken.ok) return unlock({ ticket: taken.value.ticket });
      set({ keyFault: taken.fault });
      return false;
    },
  };
}
