import { createClient } from './bench.ts';
import { createBoardStore } from './boardStore.ts';
import { createObjectsStore } from './objectsStore.ts';
import { createPlanStore } from './planStore.ts';
import { createRunStore } from './runStore.ts';
import { createSettingsStore } from './settingsStore.ts';
import { createTraceStore } from './traceStore.ts';
import { createWizardStore } from './wizardStore.ts';

/** The window's one client and its stores, over what the preload script put at `window.bench`. */
export const client = createClient(window.bench);
export const useBoard = createBoardStore(client);
export const useWizard = createWizardStore(client);
export const usePlan = createPlanStore(client);
export const useRun = createRunStore(client);
export const useObjects = createObjectsStore(client);
export const useTrace = createTraceStore(client);
export const useSettings = createSettingsStore(client);
