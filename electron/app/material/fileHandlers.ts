import { ok } from '../../../core/result/result.ts';
import type { Tickets } from '../../files/tickets.ts';
import type { Area, Handlers } from '../handlers.ts';
import type { CopiedSecrets } from './copiedSecrets.ts';

/** Implements the contract's operations on files and on the clipboard. */
export const fileHandlers = (tickets: Tickets, copied: CopiedSecrets): Area<'files'> & Pick<Handlers, 'app/clear-clipboard'> => ({
  'files/take': (file) => tickets.take(file),
  'files/take-part': async (part) => tickets.takePart(part),
  'files/take-text': async ({ name, text }) => tickets.takeText(name, text),
  'files/forget': async ({ ticket }) => {
    tickets.forget(ticket);
    return ok({ done: true });
  },
  'app/clear-clipboard': () => copied.clear(),
});
