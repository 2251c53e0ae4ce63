import { operations } from '../../../core/contract/operations.ts';
import { fault } from '../../../core/result/fault.ts';
import { err } from '../../../core/result/result.ts';
import type { Handlers } from '../../app/handlers.ts';

/** Handlers that refuse every operation except those that a test provides. */
export function stubHandlers(own: Partial<Handlers>): Handlers {
  const refuse = () => Promise.resolve(err(fault('file/ticket-gone', { ticket: 'none' })));
  const all = Object.fromEntries(Object.keys(operations).map((name) => [name, refuse]));
  return { ...(all as unknown as Handlers), ...own };
}
