import type { TicketView } from '../../../core/contract/material.ts';
import type { Answer } from '../../../core/contract/messages.ts';
import type { Anchors } from './anchors.ts';
import type { ChipCheck } from './chipCheck.ts';
import type { Exports } from './exports.ts';
import type { Letter } from './letter.ts';
import { emptyList, restart, type List } from './list.ts';
import { emptyShelf, refuse, replace, type Shelf } from './shelf.ts';
import type { Tools } from './tools.ts';
import type { TransportKey } from './transportKey.ts';
import { tooManyFiles } from './windowFaults.ts';

/** The open reels, and the shown one. Messages about another reel are removed with it. */
export interface Opening extends Shelf {
  load(): Promise<void>;
  /** Undefined when the user cancelled. */
  handOver(file: File): Promise<Answer<'files/take'> | undefined>;
  openFiles(files: readonly File[]): Promise<void>;
  open(tickets: readonly TicketView[]): Promise<void>;
  cancel(): Promise<void>;
  close(): Promise<void>;
  show(id: string): Promise<void>;
}

type Needs = Opening & List & Anchors & ChipCheck & TransportKey & Letter & Exports;

/** @param isLatest whether nothing else is being opened by now */
async function openTickets(tools: Tools<Needs>, tickets: readonly TicketView[], isLatest: () => boolean): Promise<void> {
  const { client, set, get } = tools;
  const tooMany = tooManyFiles(tickets.length);
  if (tooMany !== undefined) {
    for (const { ticket } of tickets) void client.call('files/forget', { ticket });
    return refuse(tools, tooMany);
  }
  set({ opening: true, fault: undefined, progress: undefined });
  const answer = await client.call('reels/open', { tickets: tickets.map(({ ticket }) => ticket) });
  if (answer.ok) replace(tools, answer.value);
  if (!isLatest()) return undefined;
  // A user who cancels needs no message.
  if (!answer.ok && answer.fault.code !== 'bundle/cancelled') return refuse(tools, answer.fault);
  set({ opening: false, progress: undefined });
  if (!answer.ok) return undefined;
  // The key's field takes the focus, because barcode scanners type into the focused field.
  if (answer.value.lock === 'locked') set({ keyWanted: true });
  return get().show(answer.value.id);
}

/** Opens, shows and closes a bundle. */
export function openingPart(tools: Tools<Needs>): Opening {
  const { client, set, get } = tools;
  /** Number of the latest bundle that is handed over or opened. */
  let latest = 0;
  return {
    ...emptyShelf,
    load: async () => {
      const [list, anchors] = await Promise.all([client.call('reels/list', {}), client.call('reels/anchors', {})]);
      if (anchors.ok) set({ anchors: anchors.value });
      if (!list.ok) return refuse(tools, list.fault);
      const { shown } = get();
      set({ reels: list.value });
      // After a run, the station's results for the chips may have changed.
      if (shown !== undefined) await restart(tools);
      else if (list.value[0] !== undefined) await get().show(list.value[0].id);
    },
    handOver: async (file) => {
      latest++;
      set({ opening: true, handing: file, fault: undefined, progress: undefined });
      const taken = await client.takeFile(file);
      const cancelled = get().handing !== file;
      if (cancelled && taken.ok) void client.call('files/forget', { ticket: taken.value.ticket });
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
    open: (tickets) => {
      const mine = ++latest;
      return openTickets(tools, tickets, () => mine === latest);
    },
    cancel: async () => {
      if (get().handing !== undefined) return set({ opening: false, handing: undefined });
      await client.call('reels/cancel', {});
    },
    show: (id) => {
      // The comparison of the letter's code, and a key that is being tried, are about the reel that was shown before.
      set({ ...emptyList, shown: id, keyFault: undefined, saved: undefined, ...(id === get().shown ? {} : { qrSays: '', unlocking: false }) });
      return restart(tools);
    },
    close: async () => {
      const { shown } = get();
      if (shown === undefined) return;
      const answer = await client.call('reels/close', { id: shown });
      if (!answer.ok) return refuse(tools, answer.fault);
      set({ reels: answer.value, shown: undefined, selected: undefined, verdict: undefined, saved: undefined, keyFault: undefined, qrSays: '' });
      const [next] = answer.value;
      if (next !== undefined) await get().show(next.id);
    },
  };
}
