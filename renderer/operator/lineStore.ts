import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { LineView } from '../../core/contract/line.ts';
import type { Answer } from '../../core/contract/messages.ts';
import { operatorLimit } from '../../core/contract/limits.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';
import type { Scan } from './scanReader.ts';

/**
 * Defined when the next scan must be the badge of the person who works here; otherwise it is a serial number. `again`:
 * why the last badge was refused.
 */
export type BadgeState = { readonly again?: 'broken' | 'long' } | undefined;

export interface LineState {
  /** Absent while the engineer's window is shown. */
  readonly view: LineView | undefined;
  /** Why the last request was refused. */
  readonly fault: FaultView | undefined;
  readonly badge: BadgeState;
  load(): Promise<void>;
  /** Opens the operator's screen with a job file. @returns why it was not opened; undefined when it was */
  open(ticket: string): Promise<FaultView | undefined>;
  take(scan: Scan): Promise<void>;
  askBadge(asked: boolean): void;
  start(slot: number): Promise<void>;
  /** @returns why the screen was not left; undefined when it was */
  leave(pin: string): Promise<FaultView | undefined>;
  /** Confirms with the PIN that the clock is right. @returns why this was refused; undefined when it was accepted */
  confirmClock(pin: string): Promise<FaultView | undefined>;
}

export function createLineStore(client: ApiClient) {
  return create<LineState>((set, get) => {
    let told = 0;
    client.on('line/changed', (view) => {
      told++;
      set({ view });
    });
    /** Shows the view in a reply. If an event arrived during the call, the event is newer and the reply's view is dropped. */
    const ask = async (call: Promise<Answer<'line/state'>>): Promise<Answer<'line/state'>> => {
      const before = told;
      const answer = await call;
      if (answer.ok) set({ fault: undefined, ...(told === before ? { view: answer.value } : {}) });
      return answer;
    };
    const take = async (call: Promise<Answer<'line/scan'>>): Promise<boolean> => {
      const answer = await ask(call);
      if (!answer.ok) set({ fault: answer.fault });
      return answer.ok;
    };
    const takeBadge = async ({ text, broken }: Scan): Promise<void> => {
      if (broken) return set({ badge: { again: 'broken' } });
      if (text.length > operatorLimit) return set({ badge: { again: 'long' } });
      if (await take(client.call('line/operator', { name: text }))) set({ badge: undefined });
    };
    return {
      view: undefined,
      fault: undefined,
      badge: undefined,
      load: async () => {
        await ask(client.call('line/state', {}));
      },
      open: async (ticket) => {
        const answer = await ask(client.call('line/open', { ticket }));
        if (!answer.ok) return answer.fault;
        set({ badge: undefined });
        return undefined;
      },
      take: async (scan) => {
        if (get().badge !== undefined) return takeBadge(scan);
        await take(client.call('line/scan', { text: scan.text, ...(scan.broken ? { broken: true } : {}) }));
      },
      askBadge: (asked) => set({ badge: asked ? {} : undefined }),
      start: async (slot) => void (await take(client.call('line/start', { slot }))),
      confirmClock: async (pin) => {
        const answer = await ask(client.call('line/confirm-clock', { pin }));
        return answer.ok ? undefined : answer.fault;
      },
      leave: async (pin) => {
        const answer = await client.call('line/leave', { pin });
        if (!answer.ok) return answer.fault;
        set({ view: undefined, fault: undefined, badge: undefined });
        return undefined;
      },
    };
  });
}

export const useLine = createLineStore(client);
