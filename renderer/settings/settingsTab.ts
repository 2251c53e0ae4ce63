import { create } from 'zustand';

type Tab = 'general' | 'slots';

interface SettingsTab {
  readonly tab: Tab;
  go(tab: Tab): void;
}

/** The tab of the settings that was shown last. */
export const useSettingsTab = create<SettingsTab>((set) => ({ tab: 'general', go: (tab) => set({ tab }) }));
