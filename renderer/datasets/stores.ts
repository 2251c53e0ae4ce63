import { client } from '../client/stores.ts';
import { createBuildStore } from './buildStore.ts';
import { createInspectStore } from './inspectStore.ts';
import { createSeriesStore } from './seriesStore.ts';

/** The stores of the room "Data sets". */
export const useInspect = createInspectStore(client);
export const useBuild = createBuildStore(client);
export const useSeries = createSeriesStore(client);
