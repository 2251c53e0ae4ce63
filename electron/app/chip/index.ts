// What other areas, the command line and compose.ts take from this one.
export { boardHandlers } from './boardHandlers.ts';
export { viewBoard, viewChip } from './boardService.ts';
export { chipPage } from './chipPage.ts';
export { AuthorizationService } from './authorizationService.ts';
export { WholeChipService } from './wholeChipService.ts';
