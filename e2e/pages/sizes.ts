import type { Page } from 'playwright/test';

/** Sizes of the window in CSS pixels, and the zoom in it. */
const sizes = [
  { width: 1920, height: 1080, zooms: [1, 1.5, 2] },
  { width: 3840, height: 2160, zooms: [1, 1.5, 2] },
  { width: 1024, height: 700, zooms: [1, 1.5, 2] },
  { width: 1280, height: 800, zooms: [2, 1.5, 1] },
] as const;

interface Misfits {
  readonly zoom: number;
  readonly found: readonly string[];
}

/**
 * Runs in the page: sets each zoom as the Settings do, and lists what does not fit. One call measures all zooms of a
 * size: the page is laid out for each zoom, but not painted.
 */
function misfits(zooms: readonly number[]): Misfits[] {
  const { innerWidth: wide, innerHeight: high } = window;
  const name = (element: Element): string => `${element.tagName.toLowerCase()} "${(element.textContent || element.getAttribute('aria-label') || '').trim().slice(0, 40)}"`;
  const outside = ({ left, top, right, bottom }: DOMRect): boolean => left < -1 || top < -1 || right > wide + 1 || bottom > high + 1;
  const root = document.documentElement;
  const dialog = document.querySelector('dialog[open]');
  const mustBeSeen = dialog === null ? document.querySelectorAll('main [data-main-action], main [data-back-action], header button') : [dialog, ...dialog.querySelectorAll(':scope > div:first-child button, :scope > div:last-child:not([role]) button')];

  const measured = (element: Element) => {
    const { overflowX, textOverflow, display } = getComputedStyle(element);
    return { overflowX, textOverflow, display, box: element.getBoundingClientRect() };
  };

  const findAt = (zoom: number): string[] => {
    root.style.fontSize = `${16 * zoom}px`;
    const found: string[] = [];
    const known = new Map<Element, ReturnType<typeof measured>>();
    const measure = (element: Element): ReturnType<typeof measured> => {
      const measures = known.get(element) ?? measured(element);
      known.set(element, measures);
      return measures;
    };
    if (root.scrollWidth > wide || root.scrollHeight > high) found.push(`the page is ${root.scrollWidth} x ${root.scrollHeight}`);
    for (const element of mustBeSeen) if (outside(element.getBoundingClientRect())) found.push(`out of sight: ${name(element)}`);

    // Only tables, bytes and the panels around them may scroll sideways inside.
    for (const element of (dialog ?? document).querySelectorAll('*')) {
      if (measure(element).overflowX !== 'auto' || element.scrollWidth <= element.clientWidth + 1) continue;
      const mayScroll = element.matches('[role="grid"], [role="table"], [role="region"], [class*="hex"], ol') || element.querySelector('[role="grid"], table') !== null;
      if (!mayScroll) found.push(`scrolls sideways by ${element.scrollWidth - element.clientWidth}: ${name(element)}`);
    }

    const texts = document.createTreeWalker(dialog ?? document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      const parent = text.parentElement;
      if (parent === null || text.nodeValue?.trim() === '' || parent.closest('.hiddenVisually, [hidden], style, script, select') !== null) continue;
      range.selectNodeContents(text);
      const { left, right, width } = range.getBoundingClientRect();
      if (width === 0) continue;
      for (let around: Element | null = parent; around !== null && around !== document.body && around !== dialog; around = around.parentElement) {
        const { overflowX, textOverflow, display, box } = measure(around);
        if (textOverflow === 'ellipsis' || overflowX === 'auto' || overflowX === 'scroll') break;
        const cuts = overflowX === 'hidden' || overflowX === 'clip' || around.tagName === 'BUTTON';
        if (display !== 'inline' && cuts && (right > box.right + 1 || left < box.left - 1)) {
          found.push(`cut by ${around.tagName.toLowerCase()}: ${name(parent)}`);
          break;
        }
      }
    }
    return [...new Set(found)];
  };
  return zooms.map((zoom) => ({ zoom, found: findAt(zoom) }));
}

/** Texts of the top bar that are cut and end with an ellipsis. */
export const cutInBar = (page: Page): Promise<(string | null)[]> =>
  page.locator('header').evaluate((header) =>
    [...header.querySelectorAll('*')].filter((one) => getComputedStyle(one).textOverflow === 'ellipsis' && one.scrollWidth > one.clientWidth).map(({ textContent }) => textContent),
  );

/** Checks the shown screen in every size. The last one is the window's usual size. */
export class Sizes {
  readonly #page: Page;
  readonly findings: string[] = [];

  constructor(page: Page) {
    this.#page = page;
  }

  async look(state: string): Promise<void> {
    for (const { width, height, zooms } of sizes) {
      await this.#page.setViewportSize({ width, height });
      for (const { zoom, found } of await this.#page.evaluate(misfits, zooms)) {
        for (const misfit of found) this.findings.push(`${state}, ${width} x ${height}, ${zoom * 100} %: ${misfit}`);
      }
    }
  }
}
