// What other areas, the command line and compose.ts take from this one.
export { operatorIn, settingsFile, SettingsStore } from './settingsStore.ts';
export { appHandlers } from './settingsHandlers.ts';
