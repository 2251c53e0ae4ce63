// What other areas, the command line and compose.ts take from this one.
export { boardHandlers } from './boardHandlers.ts';
export { viewChip } from './boardService.ts';
export { AuthorizationService } from './authorizationService.ts';
export { WholeChipService } from './wholeChipService.ts';
export { chipHandlers, traceHandlers } from './chipHandlers.ts';
