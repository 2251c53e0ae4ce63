import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { MaterialGroup, TicketView } from '../../core/contract/material.ts';
import { useSettings } from '../settings/settingsStore.ts';
import { formatPlace } from './place.ts';

export type Screen = 'steps' | 'review' | 'run' | 'next' | 'job';
export type Overlay = 'shortcuts' | 'health' | undefined;

interface Navigation {
  readonly room: string;
  readonly screen: Screen;
  readonly step: number;
  /** Furthest step that was opened. Incomplete later steps are "to do", not "missing". */
  readonly seen: number;
  readonly trace: boolean;
  readonly boards: boolean;
  readonly overlay: Overlay;
  /** Key material that fits two slots. */
  readonly asking: readonly TicketView[];
  /** The groups of dropped files. With more than one, the user is asked which is which. */
  readonly groups: readonly MaterialGroup[];
  readonly dropFault: FaultView | undefined;
  goRoom(room: string): void;
  goStep(step: number): void;
  goScreen(screen: Screen): void;
  /** Goes back to where the plan was made: the wizard's steps, or another room. */
  goBack(room: string): void;
  set(part: Partial<Pick<Navigation, 'trace' | 'boards' | 'overlay' | 'asking' | 'groups' | 'dropFault'>>): void;
}

export const useNavigation = create<Navigation>((set, get) => {
  const keep = (): void => {
    const { room, step } = get();
    void useSettings.getState().change({ lastRoom: formatPlace({ room, step }) });
  };
  return {
    room: 'provision',
    screen: 'steps',
    step: 0,
    seen: 0,
    trace: false,
    boards: false,
    overlay: undefined,
    asking: [],
    groups: [],
    dropFault: undefined,
    goRoom: (room) => (set({ room, dropFault: undefined }), keep()),
    goStep: (step) => (set(({ seen }) => ({ room: 'provision', screen: 'steps', step, dropFault: undefined, seen: Math.max(seen, step) })), keep()),
    goScreen: (screen) => (set({ room: 'provision', screen }), keep()),
    goBack: (room) => (room === 'provision' ? get().goScreen('steps') : (set({ screen: 'steps' }), get().goRoom(room))),
    set: (part) => set(part),
  };
});
