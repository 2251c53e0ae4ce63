// What other areas, the command line and compose.ts take from this one.
export { createLine } from './createLine.ts';
export { lineHandlers } from './lineHandlers.ts';
export { OperatorGate } from './operatorGate.ts';
