import { fault } from '../../../core/result/fault.ts';
import { err, ok } from '../../../core/result/result.ts';
import type { Area } from '../handlers.ts';

const notOpen = () => Promise.resolve(err(fault('line/not-open', {})));

/** Implements the contract's operations on the line. */
export const lineHandlers = (): Area<'line'> => ({
  'line/state': async () => ok(undefined),
  'line/open': notOpen,
  'line/scan': notOpen,
  'line/start': notOpen,
  'line/operator': notOpen,
  'line/leave': async () => err(fault('line/no-pin', {})),
  'line/set-pin': notOpen,
});
