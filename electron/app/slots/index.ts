// What other areas, the command line and compose.ts take from this one.
export { slotHandlers } from './slotHandlers.ts';
export { SlotService } from './slotService.ts';
export { SlotStore, slotsFile } from './slotStore.ts';
export { allPorts } from './stationPortList.ts';
