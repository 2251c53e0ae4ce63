import type { Page } from 'playwright/test';

/** Run in the page: keeps what its live regions say, as a screen reader would. */
function listen(): void {
  const regions = '[role="status"], [role="alert"], [role="log"], [aria-live], output';
  const said: string[] = [];
  Object.assign(window, { said });
  const say = (region: Element): void => {
    const text = (region.textContent ?? '').trim();
    if (text !== '' && said.at(-1) !== text) said.push(text);
  };
  new MutationObserver((changes) => {
    const changed = new Set<Element>();
    for (const { target, addedNodes } of changes) {
      const region = (target instanceof Element ? target : target.parentElement)?.closest(regions);
      if (region) changed.add(region);
      else for (const node of addedNodes) if (node instanceof Element) for (const one of [node, ...node.querySelectorAll(regions)]) if (one.matches(regions)) changed.add(one);
    }
    for (const region of changed) if (region.isConnected) say(region);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

/** What the window announces, in its order. */
export class Announcements {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  listen(): Promise<void> {
    return this.#page.evaluate(listen);
  }

  /** What was announced since the last call, when the screen is quiet. */
  async take(): Promise<string[]> {
    await this.#page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    return this.#page.evaluate(() => (window as unknown as { readonly said: string[] }).said.splice(0));
  }
}
