import { create } from 'zustand';
import type { FaultView } from '../../core/contract/board.ts';
import type { Settings } from '../../core/contract/operations.ts';
import type { ApiClient } from '../client/apiClient.ts';
import { client } from '../client/client.ts';

export interface SettingsState {
  readonly settings: Settings;
  readonly version: string;
  readonly host: string;
  readonly fault: FaultView | undefined;
  /** Problems with the program's own files and journal, until they are dismissed. */
  readonly notices: readonly FaultView[];
  load(): Promise<Settings>;
  /** Only what the page needs to be drawn: theme and zoom. */
  loadLook(): Promise<void>;
  takeNotices(): Promise<void>;
  change(part: Partial<Settings>): Promise<void>;
  dismiss(notice: FaultView): void;
}

const zoomSteps = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

/** The next larger or smaller zoom step, within the limits. */
export function zoomBy(zoom: number, direction: 1 | -1): number {
  const larger = zoomSteps.find((step) => step > zoom + 0.001) ?? 2;
  const smaller = zoomSteps.findLast((step) => step < zoom - 0.001) ?? 0.8;
  return direction === 1 ? larger : smaller;
}

export function createSettingsStore(client: ApiClient) {
  /** Changes that are not answered yet. They are sent one after the other. */
  const ahead: Partial<Settings>[] = [];
  let turn = Promise.resolve();
  const store = create<SettingsState>((set, get) => ({
    settings: { theme: 'system', zoom: 1, lastRoom: 'provision' },
    version: '',
    host: '',
    fault: undefined,
    notices: [],
    load: async () => {
      const [settings, info] = await Promise.all([client.call('settings/get', {}), client.call('app/info', {}), get().takeNotices()]);
      if (settings.ok) set({ settings: settings.value });
      if (info.ok) set({ version: info.value.version, host: info.value.host });
      return get().settings;
    },
    loadLook: async () => {
      const settings = await client.call('settings/get', {});
      if (settings.ok) set({ settings: settings.value });
    },
    takeNotices: async () => {
      const told = await client.call('app/notices', {});
      // The program reports each problem once, so earlier ones are kept.
      if (told.ok) set(({ notices }) => ({ notices: [...notices, ...told.value] }));
    },
    dismiss: (notice) => set(({ notices }) => ({ notices: notices.filter((one) => one !== notice) })),
    change: (part) => {
      set(({ settings }) => ({ settings: { ...settings, ...part } }));
      ahead.push(part);
      turn = turn.then(async () => {
        const answer = await client.call('settings/set', part);
        ahead.shift();
        if (answer.ok) return set({ fault: undefined });
        const kept = await client.call('settings/get', {});
        const later = ahead.reduce<Partial<Settings>>((all, one) => ({ ...all, ...one }), {});
        set({ fault: answer.fault, ...(kept.ok ? { settings: { ...kept.value, ...later } } : {}) });
      });
      return turn;
    },
  }));
  client.on('app/noticed', () => void store.getState().takeNotices());
  return store;
}

export const useSettings = createSettingsStore(client);
