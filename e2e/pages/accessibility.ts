import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import axe, { type AxeResults } from 'axe-core';
import type { CDPSession, Page } from 'playwright/test';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const themes = ['light', 'dark'] as const;
/** A finding below these is no barrier. */
const barriers = new Set<string | null | undefined>(['moderate', 'serious', 'critical']);

/** Run in the page: one theme, the whole document. A theme changes colours alone: in the second one only their rules have something new to say. */
const analyse = (theme: string): string => `(async () => {
  document.documentElement.dataset.theme = '${theme}';
  const { violations } = await axe.run(document, { resultTypes: ['violations'], elementRef: false, ${theme === themes[0] ? '' : "runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }"} });
  return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })) }));
})()`;

type Violation = Pick<AxeResults['violations'][number], 'id' | 'impact' | 'nodes'>;

/** axe in a world of its own beside the page's: the page's content policy stays as strict as it is. */
export class Accessibility {
  readonly #page: Page;
  #session: CDPSession | undefined;
  #world: number | undefined;
  /** What was found, one line each: state, theme, rule, element. */
  readonly findings: string[] = [];
  /** How many states were looked at, in both themes. */
  looked = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  async #enter(): Promise<{ session: CDPSession; world: number }> {
    if (this.#session !== undefined && this.#world !== undefined) return { session: this.#session, world: this.#world };
    // No colour is caught half-way.
    await this.#page.emulateMedia({ reducedMotion: 'reduce' });
    const session = await this.#page.context().newCDPSession(this.#page);
    const { frameTree } = await session.send('Page.getFrameTree');
    const { executionContextId: world } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: axe.version });
    const { exceptionDetails } = await session.send('Runtime.evaluate', { expression: source, contextId: world });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    [this.#session, this.#world] = [session, world];
    return { session, world };
  }

  /** Looks at what is shown now, in both themes. */
  async look(state: string): Promise<void> {
    const { session, world } = await this.#enter();
    this.looked++;
    for (const theme of themes) {
      const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression: analyse(theme), contextId: world, awaitPromise: true, returnByValue: true });
      if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      for (const { id, impact, nodes } of result.value as Violation[]) {
        if (barriers.has(impact)) this.findings.push(`${state}, ${theme}: ${id} (${String(impact)}) ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join(' | ')}`);
      }
    }
  }
}
