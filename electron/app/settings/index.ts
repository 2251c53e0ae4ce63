// What other areas, the command line and compose.ts take from this one.
export { SettingsStore } from './settingsStore.ts';
export { appHandlers } from './settingsHandlers.ts';
