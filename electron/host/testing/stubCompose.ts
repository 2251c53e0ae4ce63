import { ok } from '../../../core/result/result.ts';
import { stubHandlers } from '../../ipc/testing/stubHandlers.ts';
import { portViews } from '../../serial/ports.ts';
import { createTickets } from '../../files/tickets.ts';
import type { CreateBench, EventListener } from '../composition.ts';

/** The least that lets a host show its window: for the host's own tests. */
export const createBench: CreateBench = (options) => {
  const listeners = new Set<EventListener>();
  const board = { link: 'none', simulated: false } as const;
  const tickets = createTickets(() => 'unknown');
  const handlers = stubHandlers({
    'app/info': () => Promise.resolve(ok({ version: '0', host: options.host, platform: process.platform })),
    'settings/get': () => Promise.resolve(ok({ theme: 'system', zoom: 1, lastRoom: 'provision' })),
    'ports/list': () => Promise.resolve(ok(portViews([]))),
    'board/state': () => Promise.resolve(ok(board)),
    'files/take': (request) => tickets.take(request),
    'board/disconnect': () => {
      for (const listener of listeners) listener('board/changed', { ...board, notice: 'told' });
      return Promise.resolve(ok(board));
    },
  });
  return Promise.resolve({
    handlers,
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => Promise.resolve(tickets.close()),
  });
};
