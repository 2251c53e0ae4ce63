// What other areas, the command line and compose.ts take from this one.
export { licenceText } from './licences.ts';
export { SettingsStore } from './settingsStore.ts';
