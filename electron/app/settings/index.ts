// What other areas, the command line and compose.ts take from this one.
export { licenceText } from './licences.ts';
export { JsonFile, SettingsStore } from './settingsStore.ts';
