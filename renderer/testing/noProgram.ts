import type { WindowApi } from '../../core/contract/messages.ts';

/**
 * A window without a program: calls are never answered, and no events come. The stores connect to `window.bench` when
 * they are loaded, so a test that makes its own stores or sets their state imports this file first.
 */
const noProgram: WindowApi = {
  call: () => new Promise(() => undefined),
  takeFile: () => new Promise(() => undefined),
  on: () => () => undefined,
};
Object.assign(globalThis, { window: { bench: noProgram, addEventListener: () => undefined, removeEventListener: () => undefined } });
