import { isFileOperation } from '../../core/contract/messages.ts';
import { events, operations } from '../../core/contract/operations.ts';
import type { Names } from './preload/benchApi.ts';

/** What the window may call and hear, from the contract. Files have a door of their own. */
export const contractNames: Names = {
  calls: Object.keys(operations).filter((name) => !isFileOperation(name)),
  events: Object.keys(events),
};
