// What other areas, the command line and compose.ts take from this one.
export { dataSetFilePlan, dataSetPlan } from './dataSetPlan.ts';
export { openSet, type OpenDataSet } from './openDataSet.ts';
export { createStudio, studioHandlers } from './studioHandlers.ts';
