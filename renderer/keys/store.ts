import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { WorkshopView } from '../../core/contract/keys.ts';
import type { TicketView } from '../../core/contract/material.ts';
import type { Answer } from '../../core/contract/messages.ts';
import type { RequestOf } from '../../core/contract/operations.ts';
import type { NewKeyAlgorithm } from '../../core/objects/codes.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';

type Part = RequestOf<'keys/save'>['part'];

interface KeysState {
  readonly view: WorkshopView | undefined;
  readonly selected: string | undefined;
  readonly fault: FaultView | undefined;
  readonly locked: { readonly ticket: TicketView; readonly fault: FaultView | undefined } | undefined;
  readonly saved: { readonly name: string; readonly folder: string } | undefined;
  readonly busy: boolean;
  load(): Promise<void>;
  select(id: string): void;
  make(algorithm: NewKeyAlgorithm, name: string): Promise<void>;
  open(ticket: TicketView): Promise<void>;
  unlock(password: string): Promise<void>;
  forgetLocked(): void;
  forget(id: string): Promise<void>;
  certify(request: RequestOf<'keys/certify'>): Promise<void>;
  request(id: string, subject: string): Promise<void>;
  sign(request: RequestOf<'keys/sign-request'>): Promise<void>;
  /** @param password encrypts a key; it is not kept */
  save(id: string, part: Part, password?: string): Promise<void>;
  refuse(fault: FaultView): void;
  dismiss(): void;
}

const asksPassword = ({ code }: FaultView): boolean => code === 'key/encrypted' || code === 'key/wrong-password';

/** The entries of the room Keys. Private parts stay in the main process. */
export function createKeysStore(client_: ApiClient) {
  return create<KeysState>((set, get) => {
    const take = async (ask: Promise<Answer<'keys/list'>>): Promise<Answer<'keys/list'>> => {
      set({ busy: true, fault: undefined, saved: undefined });
      const answer = await ask;
      if (!answer.ok) set({ fault: answer.fault, busy: false });
      else set({ view: answer.value, busy: false, ...(answer.value.selected === undefined ? {} : { selected: answer.value.selected }) });
      return answer;
    };
    const open = async (ticket: TicketView, password?: string): Promise<void> => {
      const answer = await take(client_.call('keys/open', { ticket: ticket.ticket, ...(password === undefined ? {} : { password }) }));
      const locked = !answer.ok && asksPassword(answer.fault);
      set(locked ? { locked: { ticket, fault: password === undefined ? undefined : answer.fault }, fault: undefined } : { locked: undefined });
    };
    return {
      view: undefined,
      selected: undefined,
      fault: undefined,
      locked: undefined,
      saved: undefined,
      busy: false,
      load: async () => {
        const answer = await client_.call('keys/list', {});
        if (answer.ok) set({ view: answer.value });
      },
      select: (selected) => set({ selected, saved: undefined, fault: undefined }),
      make: async (algorithm, name) => void (await take(client_.call('keys/new', { algorithm, name }))),
      open: (ticket) => open(ticket),
      unlock: async (password) => {
        const { locked } = get();
        if (locked !== undefined) await open(locked.ticket, password);
      },
      forgetLocked: () => set({ locked: undefined }),
      forget: async (id) => {
        await take(client_.call('keys/forget', { id }));
        set(({ selected }) => (selected === id ? { selected: undefined } : {}));
      },
      certify: async (request) => void (await take(client_.call('keys/certify', request))),
      request: async (id, subject) => void (await take(client_.call('keys/request', { id, subject }))),
      sign: async (request) => void (await take(client_.call('keys/sign-request', request))),
      save: async (id, part, password) => {
        set({ saved: undefined, fault: undefined });
        const answer = await client_.call('keys/save', { id, part, ...(password === undefined ? {} : { password }) });
        if (get().selected === id) set(answer.ok ? { saved: answer.value } : { fault: answer.fault });
        const list = await client_.call('keys/list', {});
        if (list.ok) set({ view: list.value });
      },
      refuse: (fault) => set({ fault }),
      dismiss: () => set({ fault: undefined }),
    };
  });
}

export const useKeys = createKeysStore(client);
