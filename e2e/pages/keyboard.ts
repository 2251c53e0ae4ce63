import type { Page } from 'playwright/test';

const mostTabs = 120;

/** Works the window with the keyboard alone. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Name of the focused element: its label, or its text. */
  name(): Promise<string> {
    return this.#page.evaluate(() => {
      const active = document.activeElement;
      if (active === null) return '';
      const labels = active instanceof HTMLInputElement || active instanceof HTMLButtonElement ? [...(active.labels ?? [])] : [];
      const by = active.getAttribute('aria-labelledby')?.split(' ').map((id) => document.getElementById(id)?.textContent ?? '') ?? [];
      const text = active.getAttribute('aria-label') ?? (by.length > 0 ? by.join(' ') : labels.map((label) => label.textContent).join(' '));
      return (text === '' ? (active.textContent ?? '') : text).replace(/\s+/g, ' ').trim();
    });
  }

  /** Presses Tab until the element has the focus. */
  async tabTo(wanted: RegExp): Promise<void> {
    const seen: string[] = [];
    for (let tabs = 0; tabs < mostTabs; tabs++) {
      await this.#page.keyboard.press('Tab');
      const name = await this.name();
      if (wanted.test(name)) return;
      seen.push(name.slice(0, 40));
    }
    throw new Error(`not reached by Tab: ${String(wanted)}; came past ${[...new Set(seen)].join(' | ')}`);
  }

  async press(wanted: RegExp): Promise<void> {
    await this.tabTo(wanted);
    await this.#page.keyboard.press('Enter');
  }

  /** Goes to a group of radio buttons (the chosen one gets the focus) and moves with the arrow keys. */
  async choose(from: RegExp, wanted: RegExp): Promise<void> {
    await this.tabTo(from);
    for (let moves = 0; moves < 30; moves++) {
      if (wanted.test(await this.name())) return;
      await this.#page.keyboard.press('ArrowDown');
    }
    throw new Error(`not reached with the arrows: ${String(wanted)}`);
  }

  /** Opens the file chooser with Enter and chooses files. */
  async chooseFiles(button: RegExp, ...paths: string[]): Promise<void> {
    const chooser = this.#page.waitForEvent('filechooser');
    await this.press(button);
    await (await chooser).setFiles(paths);
  }
}
