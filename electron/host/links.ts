import type { LinkName } from '../../core/contract/app.ts';
import { ok } from '../../core/result/result.ts';
import type { OpenLink } from '../ports.ts';

/** Every address outside that the program opens. The window names one; it never sends an address. */
export const links: Readonly<Record<LinkName, `https://${string}`>> = {
  'cloud-id': 'https://cirrent.com',
};

const pauseMs = 2_000;

/** One at a time: a script in the window must not fill the desktop with browsers. What is asked for too soon is taken as done. */
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
