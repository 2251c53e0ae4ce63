import type { CDPSession, Page } from 'playwright/test';

interface ScanOptions {
  /** The key at the end of the scan. `none`: the scan has no end. */
  readonly end?: 'Enter' | 'Tab' | 'none';
}

const virtualKeys: Readonly<Record<string, number>> = { Enter: 13, Tab: 9 };

/** Time between two keys of a scanner, ms. */
const gapMs = 2;

/**
 * A scanner, which is a keyboard that is faster than any person. It sends all keys before the first one is answered, so
 * that they arrive together on a slow computer too.
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
    const begun = Date.now();
    await Promise.all(
      keys.flatMap((key, nth) => {
        // Seconds since 1970.
        const timestamp = (begun + nth * gapMs) / 1000;
        const press = { key, timestamp, windowsVirtualKeyCode: virtualKeys[key] ?? key.toUpperCase().charCodeAt(0) };
        const typed = key === 'Enter' ? '\r' : key.length === 1 ? key : '';
        return [
          session.send('Input.dispatchKeyEvent', { type: typed === '' ? 'rawKeyDown' : 'keyDown', ...press, ...(typed === '' ? {} : { text: typed }) }),
          session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...press }),
        ];
      }),
    );
  }
}
