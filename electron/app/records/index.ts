// What other areas, the command line and compose.ts take from this one.
export { RecordService } from './recordService.ts';
export { html } from './html.ts';
export { recordHandlers } from './recordHandlers.ts';
