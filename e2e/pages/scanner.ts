import type { CDPSession, Page } from 'playwright/test';

interface ScanOptions {
  /** The key at the end. Without it, the scan has no end. */
  readonly end?: 'Enter' | 'Tab' | 'none';
}

const virtualKeys: Readonly<Record<string, number>> = { Enter: 13, Tab: 9 };

/**
 * A scanner: a keyboard that is faster than any person. All keys are sent before the first one is answered, so that they come together
 * however slow the computer is.
 */
export class Scanner {
  readonly #page: Page;
  #session: CDPSession | undefined;

  constructor(page: Page) {
    this.#page = page;
  }

  async scan(text: string, { end = 'Enter' }: ScanOptions = {}): Promise<void> {
    this.#session ??= await this.#page.context().newCDPSession(this.#page);
    const session = this.#session;
    const keys = [...text, ...(end === 'none' ? [] : [end])];
    await Promise.all(
      keys.flatMap((key) => {
        const press = { key, windowsVirtualKeyCode: virtualKeys[key] ?? key.toUpperCase().charCodeAt(0) };
        const typed = key === 'Enter' ? '\r' : key.length === 1 ? key : '';
        return [
          session.send('Input.dispatchKeyEvent', { type: typed === '' ? 'rawKeyDown' : 'keyDown', ...press, ...(typed === '' ? {} : { text: typed }) }),
          session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...press }),
        ];
      }),
    );
  }
}
