import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { TicketView } from '../../core/contract/material.ts';
import type { WizardAnswers, WizardView } from '../../core/contract/wizard.ts';
import type { Answer } from '../../core/contract/messages.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';
import { createReplyOrder, type ReplyOrder } from '../client/replyOrder.ts';

export type MaterialSlot = 'device' | 'integrity';
export type ClearSlot = MaterialSlot | 'secret';

/** An encrypted key that needs its password. The password itself is never kept. */
export interface LockedKey {
  readonly slot: MaterialSlot;
  readonly ticket: TicketView;
  readonly fault: FaultView | undefined;
}

export interface WizardState {
  readonly view: WizardView | undefined;
  /** The last failure and its slot. A failure without a slot concerns the whole wizard. */
  readonly fault: { readonly at: ClearSlot | undefined; readonly fault: FaultView } | undefined;
  readonly locked: LockedKey | undefined;
  /** The slot whose file is being read now. The main process may have to read from the chip first. */
  readonly pending: ClearSlot | undefined;
  load(): Promise<void>;
  /** Asks the main process to read the content of these objects, for the choices. */
  look(ids: readonly string[]): Promise<void>;
  answer(part: Partial<WizardAnswers>): Promise<void>;
  material(slot: MaterialSlot, ticket: TicketView): Promise<void>;
  unlock(password: string): Promise<void>;
  forgetLocked(): void;
  makeIntegrity(): Promise<void>;
  secret(ticket: TicketView): Promise<void>;
  makeSecret(): Promise<void>;
  clear(slot: ClearSlot): Promise<void>;
  pairs(tickets: readonly string[]): Promise<void>;
  nextPair(id?: string): Promise<void>;
  clearPairs(): Promise<void>;
  /** Makes a sample pair and puts it into the device's slot. */
  trySample(): Promise<void>;
  reset(): Promise<void>;
  dismissFault(): void;
  refuse(at: ClearSlot, fault: FaultView): void;
}

const asksPassword = (fault: FaultView): boolean => fault.code === 'key/encrypted' || fault.code === 'key/wrong-password';

type WizardAnswer = Answer<'wizard/state'>;

/** Returns what becomes of the password question after a reply: ask again with the reason, or nothing more to ask. */
function lockedAfter(now: LockedKey | undefined, key: LockedKey, answer: WizardAnswer, typed: boolean): Partial<Pick<WizardState, 'locked' | 'fault'>> {
  if (!answer.ok && asksPassword(answer.fault)) return { locked: { ...key, fault: typed ? answer.fault : undefined }, fault: undefined };
  return now?.ticket.ticket === key.ticket.ticket ? { locked: undefined } : {};
}

type Take = (at: ClearSlot | undefined, ask: Promise<WizardAnswer>) => Promise<WizardAnswer>;
type MaterialCalls = Pick<WizardState, 'makeIntegrity' | 'secret' | 'makeSecret' | 'clear' | 'pairs' | 'nextPair' | 'clearPairs' | 'trySample'>;

/** Makes the calls whose only effect is a new view from the main process. */
function materialCalls(client: ApiClient, take: Take, refuse: WizardState['refuse']): MaterialCalls {
  return {
    makeIntegrity: async () => void (await take('integrity', client.call('wizard/make-integrity', {}))),
    secret: async (ticket) => void (await take('secret', client.call('wizard/secret', { ticket: ticket.ticket }))),
    makeSecret: async () => void (await take('secret', client.call('wizard/make-secret', {}))),
    clear: async (slot) => void (await take(slot, client.call('wizard/clear', { slot }))),
    pairs: async (tickets) => void (await take('device', client.call('wizard/pairs', { tickets: [...tickets] }))),
    nextPair: async (id) => void (await take('device', client.call('wizard/next-pair', id === undefined ? {} : { id }))),
    trySample: async () => {
      const made = await client.call('samples/pair', {});
      if (!made.ok) return refuse('device', made.fault);
      for (const { ticket } of [made.value.key, made.value.certificate]) await take('device', client.call('wizard/material', { slot: 'device', ticket }));
    },
    clearPairs: async () => void (await take(undefined, client.call('wizard/clear-pairs', {}))),
  };
}

/**
 * Asks the main process to read objects, and shows the view with their content. The user did not ask for this, so no
 * message on the screen changes.
 */
async function look(client: ApiClient, ids: readonly string[], reload: () => Promise<void>): Promise<void> {
  const looked = await client.call('wizard/look', { ids: [...ids] });
  if (looked.ok) await reload();
}

/** @returns undefined when the reply has no view, or a newer one is shown already */
function viewToShow(order: ReplyOrder<WizardAnswers>, mine: number, answer: WizardAnswer): WizardView | undefined {
  const ahead = order.replied(mine, answer.ok);
  return answer.ok && ahead !== undefined ? { ...answer.value, answers: { ...answer.value.answers, ...ahead } } : undefined;
}

export function createWizardStore(client: ApiClient) {
  return create<WizardState>((set, get) => {
    const order = createReplyOrder<WizardAnswers>();
    const take = async (at: ClearSlot | undefined, ask: Promise<WizardAnswer>, part?: Partial<WizardAnswers>): Promise<WizardAnswer> => {
      const mine = order.asked(part);
      if (at !== undefined) set({ pending: at });
      const answer = await ask;
      if (at !== undefined && get().pending === at) set({ pending: undefined });
      const view = viewToShow(order, mine, answer);
      if (!answer.ok) set({ fault: { at, fault: answer.fault } });
      else if (view !== undefined) set({ view, fault: undefined });
      return answer;
    };
    /** Shows the main process's state. No message on the screen changes. */
    const reload = async (): Promise<void> => {
      const mine = order.asked();
      const view = viewToShow(order, mine, await client.call('wizard/state', {}));
      if (view !== undefined) set({ view });
    };
    return {
      view: undefined,
      fault: undefined,
      locked: undefined,
      pending: undefined,
      load: async () => void (await take(undefined, client.call('wizard/state', {}))),
      look: (ids) => look(client, ids, reload),
      answer: async (part) => {
        // Shows the answer at once, so that the screen reacts without delay. The reply from the main process then decides.
        set(({ view }) => (view === undefined ? {} : { view: { ...view, answers: { ...view.answers, ...part } } }));
        const answer = await take(undefined, client.call('wizard/answer', part), part);
        // If the answer was refused, returns to the main process's state and shows the reason.
        if (!answer.ok) await reload();
      },
      material: async (slot, ticket) => {
        if (ticket.content === 'encrypted-key') return set({ locked: { slot, ticket, fault: undefined }, fault: undefined });
        const answer = await take(slot, client.call('wizard/material', { slot, ticket: ticket.ticket }));
        set(({ locked }) => lockedAfter(locked, { slot, ticket, fault: undefined }, answer, false));
        // Another complete pair is there, so the password is no longer needed.
        if (answer.ok && get().locked?.slot === slot && answer.value[slot].belongTogether === true) get().forgetLocked();
      },
      unlock: async (password) => {
        const { locked } = get();
        if (locked === undefined) return;
        const { slot, ticket } = locked;
        set({ locked: { ...locked, fault: undefined } });
        const answer = await take(slot, client.call('wizard/material', { slot, ticket: ticket.ticket, password }));
        set((now) => lockedAfter(now.locked, locked, answer, true));
      },
      forgetLocked: () => {
        const { locked } = get();
        set({ locked: undefined });
        if (locked !== undefined) void client.call('files/forget', { ticket: locked.ticket.ticket });
      },
      reset: async () => {
        // A key that waits for its password counts as an answer, so it is removed too.
        get().forgetLocked();
        await take(undefined, client.call('wizard/reset', {}));
      },
      ...materialCalls(client, take, (at, fault) => set({ fault: { at, fault } })),
      dismissFault: () => set({ fault: undefined }),
      refuse: (at, fault) => set({ fault: { at, fault } }),
    };
  });
}

export const useWizard = createWizardStore(client);
