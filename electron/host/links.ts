import type { LinkName } from '../../core/contract/app.ts';
import { ok } from '../../core/result/result.ts';
import type { OpenLink } from '../ports.ts';

/** Every web address that the program opens. The window sends a name, never an address. */
export const links: Readonly<Record<LinkName, `https://${string}`>> = {
  'cloud-id': 'https://cirrent.com',
};

const pauseMs = 2_000;

/**
 * Opens links one at a time, so that a script in the window cannot open many browsers. A request that comes too soon is ignored,
 * but answered as if it was done.
 */
export function notTooOften(open: OpenLink, now: () => number = () => performance.now()): OpenLink {
  let free = Number.NEGATIVE_INFINITY;
  return async (link) => {
    if (now() < free) return ok(undefined);
    free = Number.POSITIVE_INFINITY;
    const opened = await open(link);
    free = opened.ok ? now() + pauseMs : Number.NEGATIVE_INFINITY;
    return opened;
  };
}
