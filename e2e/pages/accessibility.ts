import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import axe, { type AxeResults } from 'axe-core';
import type { CDPSession, Page } from 'playwright/test';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const themes = ['light', 'dark'] as const;
/** Levels of findings that hinder users. Lower levels are ignored. */
const barriers = new Set<string | null | undefined>(['moderate', 'serious', 'critical']);

/**
 * Makes the script that checks the whole document in one theme. A theme changes only colours, so for the second theme
 * only the colour rules are checked.
 */
const analyse = (theme: string): string => `(async () => {
  document.documentElement.dataset.theme = '${theme}';
  // A transition that began before keeps its duration, also when motion is reduced.
  await Promise.allSettled(document.getAnimations().filter((one) => one instanceof CSSTransition).map(({ finished }) => finished));
  const { violations, incomplete } = await axe.run(document, { resultTypes: ['violations', 'incomplete'], elementRef: false, ${theme === themes[0] ? '' : "runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }"} });
  // For axe, text in the colour of its background is only uncertain. Here it counts as a finding, because it is never intended.
  const unseen = incomplete.flatMap(({ nodes, ...rule }) => ({ ...rule, nodes: nodes.filter(({ any }) => any.some(({ data }) => data?.messageKey === 'equalRatio')) })).filter(({ nodes }) => nodes.length > 0);
  return [...violations, ...unseen].map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.map(({ target, failureSummary }) => ({ target, failureSummary })) }));
})()`;

type Violation = Pick<AxeResults['violations'][number], 'id' | 'impact' | 'nodes'>;

/** Runs axe in an isolated world beside the page's, so that the page's content policy need not be changed. */
export class Accessibility {
  readonly #page: Page;
  #session: CDPSession | undefined;
  #world: number | undefined;
  /** The findings, one line each: state, theme, rule, element. */
  readonly findings: string[] = [];
  /** Number of states that were checked. Each was checked in both themes. */
  looked = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  async #enter(): Promise<{ session: CDPSession; world: number }> {
    if (this.#session !== undefined && this.#world !== undefined) return { session: this.#session, world: this.#world };
    // No more colour transitions begin.
    await this.#page.emulateMedia({ reducedMotion: 'reduce' });
    const session = await this.#page.context().newCDPSession(this.#page);
    const { frameTree } = await session.send('Page.getFrameTree');
    const { executionContextId: world } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: axe.version });
    const { exceptionDetails } = await session.send('Runtime.evaluate', { expression: source, contextId: world });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    [this.#session, this.#world] = [session, world];
    return { session, world };
  }

  /** Checks the present screen in both themes. */
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
