import { clipboard as system } from 'electron';
import type { Clipboard } from '../ports.ts';

/** Electron's own clipboard. The main process needs neither the window's focus nor a permission. */
export const clipboard: Clipboard = {
  read: () => system.readText().catch(() => undefined),
  clear: () => {
    system.clear();
    return Promise.resolve(true);
  },
};
