import { createClient } from './bench.ts';
import { createBoardStore } from '../board/boardStore.ts';
import { createObjectsStore } from '../objects/objectsStore.ts';
import { createPlanStore } from '../plan/planStore.ts';
import { createRunStore } from '../plan/runStore.ts';
import { createSettingsStore } from '../settings/settingsStore.ts';
import { createTraceStore } from '../trace/traceStore.ts';
import { createWizardStore } from '../wizard/wizardStore.ts';

/** The window's one client and its stores, over what the preload script put at `window.bench`. */
export const client = createClient(window.bench);
export const useBoard = createBoardStore(client);
export const useWizard = createWizardStore(client);
export const usePlan = createPlanStore(client);
export const useRun = createRunStore(client);
export const useObjects = createObjectsStore(client);
export const useTrace = createTraceStore(client);
export const useSettings = createSettingsStore(client);
