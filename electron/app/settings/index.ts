// What other areas, the command line and compose.ts take from this one.
export { markIgnored } from './ignoredPorts.ts';
export { savesChosen } from './saveFolder.ts';
export { settingsFile, settingsIn, SettingsStore } from './settingsStore.ts';
export { appHandlers } from './settingsHandlers.ts';
