import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Clipboard } from '../ports.ts';

/** Time limit, so that a hanging page cannot keep the window from closing. */
const patienceMs = 2_000;

/**
 * The clipboard in the Chromium host. It cannot be read, so it is overwritten whatever it contains. Scripts of a page may write
 * only within seconds after a key press or click. A script that the host evaluates may write too, even without the focus, because
 * playwright gives every page the focus.
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
