import { create } from 'zustand';
import type { FaultView, PortView } from '../../core/contract/board.ts';
import type { Answer } from '../../core/contract/messages.ts';
import type { SlotsView, SlotView } from '../../core/contract/slots.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';
import type { Place } from './benchPlaces.ts';
import { slotTexts } from './texts.ts';

export interface SlotsState {
  readonly slots: readonly SlotView[];
  /** The slot for which a teach-in waits for a board. */
  readonly teaching: number | undefined;
  /** Whether a board was unplugged since the teach-in began. */
  readonly unplugged: boolean;
  /** Why the last action failed. */
  readonly fault: FaultView | undefined;
  /** Why the last teach-in ended without a slot. */
  readonly teachFault: FaultView | undefined;
  /** For each port's path, the slot whose board was last seen there. */
  readonly lastOn: Readonly<Record<string, number>>;
  /** The slot that is shown in detail. */
  readonly chosen: number | undefined;
  load(): Promise<void>;
  choose(number: number | undefined): void;
  /** @param path port of the slot's board; without it, the next board that is plugged in is used */
  teach(number: number, path?: string): Promise<void>;
  stopTeaching(): Promise<void>;
  /** Ends a teach-in because the page with its message is left. */
  leave(): Promise<void>;
  rename(number: number, name: string): Promise<void>;
  move(number: number, place: Place): Promise<void>;
  forget(number: number): Promise<void>;
  dismissFault(): void;
}

/** Returns the slot whose board is on this port. */
export const slotOnPort = (slots: readonly SlotView[], path: string | undefined): SlotView | undefined =>
  path === undefined ? undefined : slots.find(({ port }) => port?.path === path);

/**
 * Returns the path of the board that was on this port. The board's slot tells its present port, which may have another
 * name; without a slot, the path is the same.
 */
export const pathNow = ({ slots, lastOn }: Pick<SlotsState, 'slots' | 'lastOn'>, path: string): string =>
  slots.find(({ number }) => number === lastOn[path])?.port?.path ?? path;

/** Returns the name of a port, which begins with the name of its slot. */
export const titleOf = ({ title }: PortView, slot: SlotView | undefined): string => (slot === undefined ? title : slotTexts.onPort(slot.name, title));

export function createSlotsStore(client: ApiClient) {
  return create<SlotsState>((set, get) => {
    let told = 0;
    const take = ({ slots, teaching, unplugged, fault }: SlotsView): void => {
      const seen = Object.fromEntries(slots.flatMap(({ number, port }) => (port === undefined ? [] : [[port.path, number]])));
      set(({ lastOn }) => ({ slots, teaching, unplugged: unplugged === true, teachFault: fault, lastOn: { ...lastOn, ...seen } }));
    };
    client.on('slots/changed', (view) => {
      told++;
      take(view);
    });
    /** Shows the slots in a reply. If an event arrived during the call, the event is newer and the reply's slots are dropped. */
    const ask = async (call: Promise<Answer<'slots/list'>>): Promise<void> => {
      const before = told;
      const answer = await call;
      if (!answer.ok) set({ fault: answer.fault });
      else if (told === before) take(answer.value);
    };
    const act = (call: Promise<Answer<'slots/list'>>): Promise<void> => (set({ fault: undefined }), ask(call));
    return {
      slots: [],
      teaching: undefined,
      unplugged: false,
      fault: undefined,
      teachFault: undefined,
      lastOn: {},
      chosen: undefined,
      load: () => ask(client.call('slots/list', {})),
      choose: (chosen) => set({ chosen }),
      teach: (number, path) => (set({ chosen: number }), act(client.call('slots/teach', path === undefined ? { number } : { number, path }))),
      stopTeaching: () => act(client.call('slots/stop-teaching', {})),
      leave: async () => {
        if (get().teaching === undefined) return;
        set({ teaching: undefined });
        // When the operator's screen takes the window, the program has ended the teach-in already and refuses this call.
        const answer = await client.call('slots/stop-teaching', {});
        if (answer.ok) take(answer.value);
      },
      rename: (number, name) => act(client.call('slots/change', { number, name })),
      move: (number, place) => act(client.call('slots/change', { number, place })),
      forget: (number) => act(client.call('slots/forget', { number })),
      dismissFault: () => set({ fault: undefined }),
    };
  });
}

export const useSlots = createSlotsStore(client);
