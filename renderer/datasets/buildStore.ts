import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { BuildForm, BuildSlot, BuildView } from '../../core/contract/datasets.ts';
import type { TicketView } from '../../core/contract/material.ts';
import type { Answer } from '../../core/contract/messages.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';
import { createReplyOrder } from '../client/replyOrder.ts';

interface BuildState {
  readonly view: BuildView | undefined;
  /** The typed form. The main process's answer to it comes later. */
  readonly form: BuildForm | undefined;
  readonly fault: FaultView | undefined;
  /** The slot of the last file, a new object for each file. The file's fault is shown there, other faults are at the top. */
  readonly at: { readonly slot: BuildSlot } | undefined;
  readonly locked: { readonly slot: BuildSlot; readonly ticket: TicketView; readonly fault: FaultView | undefined } | undefined;
  readonly waiting: boolean;
  load(): Promise<void>;
  change(part: Partial<BuildForm>): void;
  give(slot: BuildSlot, ticket: TicketView): Promise<void>;
  unlock(password: string): Promise<void>;
  forgetLocked(): void;
  makeSecret(): Promise<void>;
  build(): Promise<Answer<'datasets/build'>>;
  reset(): Promise<void>;
  refuse(fault: FaultView): void;
  dismiss(): void;
}

/** Typed text is sent to the main process when the user pauses. */
const restMs = 150;
const asksPassword = ({ code }: FaultView): boolean => code === 'key/encrypted' || code === 'key/wrong-password';

const nothingGiven = { fault: undefined, at: undefined, locked: undefined } as const;

/**
 * What is shown after a reply. Typed text stays until it is answered.
 * @param ahead what is still being sent; undefined when a newer reply is shown already
 */
function shownAfter(answer: Answer<'datasets/form'>, ahead: Partial<BuildForm> | undefined, typed: Partial<BuildForm>): Partial<BuildState> {
  if (!answer.ok) return asksPassword(answer.fault) ? {} : { fault: answer.fault, at: undefined, waiting: false };
  if (ahead === undefined) return {};
  const own = { ...ahead, ...typed };
  return { view: answer.value, form: { ...answer.value.form, ...own }, waiting: Object.keys(own).length > 0 };
}

/** The builder's form. Typed text is shown at once, and the main process's answer as soon as it arrives. */
export function createBuildStore(client: ApiClient) {
  return create<BuildState>((set, get) => {
    let [typed, timer]: [Partial<BuildForm>, ReturnType<typeof setTimeout> | undefined] = [{}, undefined];
    const order = createReplyOrder<BuildForm>();
    const take = async (call: Promise<Answer<'datasets/form'>>, part?: Partial<BuildForm>): Promise<Answer<'datasets/form'>> => {
      const mine = order.asked(part);
      const answer = await call;
      set(shownAfter(answer, order.replied(mine, answer.ok), typed));
      return answer;
    };
    const tell = async (): Promise<void> => {
      clearTimeout(timer);
      const part = typed;
      if (Object.keys(part).length === 0) return;
      typed = {};
      await take(client.call('datasets/change', part), part);
    };
    const give = async (slot: BuildSlot, ticket: TicketView, password?: string): Promise<void> => {
      await tell();
      const answer = await take(client.call('datasets/give', { slot, ticket: ticket.ticket, ...(password === undefined ? {} : { password }) }));
      const asks = !answer.ok && asksPassword(answer.fault);
      if (answer.ok || asks) set({ locked: asks ? { slot, ticket, fault: password === undefined ? undefined : answer.fault } : undefined, fault: undefined });
      set({ at: { slot } });
    };
    return {
      view: undefined,
      form: undefined,
      ...nothingGiven,
      waiting: false,
      load: async () => void (await take(client.call('datasets/form', {}))),
      change: (part) => {
        typed = { ...typed, ...part };
        set(({ form }) => ({ form: form === undefined ? undefined : { ...form, ...part }, waiting: true }));
        clearTimeout(timer);
        timer = setTimeout(() => void tell(), restMs);
      },
      give: (slot, ticket) => give(slot, ticket),
      unlock: async (password) => {
        const { locked } = get();
        if (locked !== undefined) await give(locked.slot, locked.ticket, password);
      },
      forgetLocked: () => set({ locked: undefined }),
      makeSecret: async () => {
        await tell();
        await take(client.call('datasets/make-secret', {}));
      },
      build: async () => {
        await tell();
        return client.call('datasets/build', {});
      },
      reset: async () => {
        typed = {};
        set(nothingGiven);
        await take(client.call('datasets/reset', {}));
      },
      refuse: (fault) => set({ fault, at: undefined }),
      dismiss: () => set({ fault: undefined, at: undefined }),
    };
  });
}

export const useBuild = createBuildStore(client);
