import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { scrollGrid, type ScrollFigures } from './gridScroll.ts';
import { firstRowOf, inWindow, untilUsable, watchTasks } from './inWindow.ts';
import { makeJournal } from './records.ts';

export interface RecordsWindowFigures extends ScrollFigures {
  /** Time from the click that opens the room until the first row: the first time in this process, with the saved index. */
  readonly firstRowMs: number;
  /** Time from the same click until the number of all runs is known. */
  readonly countedMs: number;
  /** Time from a jump of the scroll bar until its rows are there: the median of ten places whose files were not read before. */
  readonly placeMs: number;
  /** Longest task of the page, ms; 0: none over 50 ms. */
  readonly longestMs: number;
}

/** Jumps to places all over the list. @returns times until their rows are there, ms */
const jumps = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const box = document.querySelector('[role="grid"]');
    if (box === null) throw new Error('no grid');
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const waits = (): boolean => [...box.querySelectorAll('[role="row"][aria-selected] > :first-child')].some(({ textContent }) => textContent === '…');
    const times: number[] = [];
    for (let nth = 1; nth <= 10; nth++) {
      // A pause, so that each jump is measured alone and not while the list scrolls.
      await new Promise((resolve) => setTimeout(resolve, 200));
      const asked = performance.now();
      box.scrollTo({ top: (box.scrollHeight * nth) / 11 });
      await frame();
      await frame();
      while (waits()) await frame();
      times.push(performance.now() - asked);
    }
    return times;
  });

/** The journal of a year in the window: the first rows, any place of the list, and scrolling through all of it. */
export function measureRecordsWindow(runs: number, program: string): Promise<RecordsWindowFigures> {
  const prepare = ({ state }: { readonly state: string }): void => {
    const folder = join(state, 'journal');
    const day = makeJournal(folder, runs, 1000).toISOString();
    // Each day's index was saved when it was the newest.
    spawnSync(process.execPath, [program, '--records-child', 'index', folder, day], { stdio: 'ignore' });
  };
  return inWindow(
    async ({ page }) => {
      await untilUsable(page);
      const longest = await watchTasks(page);
      const asked = performance.now();
      const firstRowMs = await firstRowOf(page, 'Records');
      await page.locator(`[role="grid"][aria-rowcount="${runs + 1}"]`).waitFor();
      const countedMs = performance.now() - asked;
      const places = await jumps(page);
      const scrolled = await scrollGrid(page);
      return { ...scrolled, firstRowMs, countedMs, placeMs: places.toSorted((a, b) => a - b)[5] ?? 0, longestMs: await longest() };
    },
    { prepare },
  );
}
