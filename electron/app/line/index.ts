// What other areas, the command line and compose.ts take from this one.
export { confirmClockBy } from './confirmClock.ts';
export { createLine } from './createLine.ts';
export { Line, type LineSlotAt } from './line.ts';
export { lineHandlers } from './lineHandlers.ts';
export { OperatorGate } from './operatorGate.ts';
export { PinStore } from './pinStore.ts';
export type { UnitStep } from './unitStep.ts';
