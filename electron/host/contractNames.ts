import { isFileOperation } from '../../core/contract/messages.ts';
import { events, operations } from '../../core/contract/operations.ts';
import type { Names } from './preload/windowApi.ts';

/** The contract's operations that the window may call, and the events that it gets. Files have functions of their own. */
export const contractNames: Names = {
  calls: Object.keys(operations).filter((name) => !isFileOperation(name)),
  events: Object.keys(events),
};
