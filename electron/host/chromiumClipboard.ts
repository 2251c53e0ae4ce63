import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Clipboard } from '../ports.ts';

/** A page that hangs must not keep the window from closing. */
const patienceMs = 2_000;

/**
 * The clipboard as the browser lets this host have it. Nobody may read it, so it is overwritten whatever is there. A
 * script of the page may write only within seconds of a key or a click; what the host evaluates counts as one, and needs
 * no focus either: playwright gives every page the look of having it.
 */
export const clipboardOf = (page: Page): Clipboard => ({
  read: () => Promise.resolve(undefined),
  clear: () => {
    const written = page.evaluate("navigator.clipboard.writeText('')").then(
      () => true,
      () => false,
    );
    return Promise.race([written, setTimeout(patienceMs, false, { ref: false })]);
  },
});
