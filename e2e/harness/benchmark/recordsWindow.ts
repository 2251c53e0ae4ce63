import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { scrollGrid, type ScrollFigures } from './gridScroll.ts';
import { inWindow, watchTasks } from './inWindow.ts';
import { makeJournal } from './records.ts';

export interface RecordsWindowFigures extends ScrollFigures {
  /** From the click that opens the room until the first row, the first time in this process, with the saved index. */
  readonly firstRowMs: number;
  /** From the click on "older" until the next page is in the list: the median, and that of the last page. */
  readonly olderMs: number;
  readonly lastOlderMs: number;
  /** Longest task of the page, ms; 0: none over 50 ms. */
  readonly longestMs: number;
}

/** The journal of a year in the window, all of its runs brought into one list. */
export function measureRecordsWindow(runs: number, program: string): Promise<RecordsWindowFigures> {
  const prepare = ({ state }: { readonly state: string }): void => {
    const folder = join(state, 'journal');
    const day = makeJournal(folder, runs, 1000).toISOString();
    spawnSync(process.execPath, [program, '--records-child', 'first', folder, day], { stdio: 'ignore' });
  };
  return inWindow(
    async ({ page }) => {
      const longest = await watchTasks(page);
      const asked = performance.now();
      await page.getByRole('button', { name: 'Records', exact: true }).click();
      await page.getByRole('grid').getByRole('row').nth(1).waitFor();
      const firstRowMs = performance.now() - asked;
      const older = await page.evaluate(async () => {
        const times: number[] = [];
        const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
        const count = (): string | null | undefined => document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount');
        const button = (): HTMLButtonElement | undefined => [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Show older runs');
        for (let one = button(); one !== undefined; one = button()) {
          const [before, clicked] = [count(), performance.now()];
          one.click();
          while (count() === before) await frame();
          times.push(performance.now() - clicked);
        }
        return times;
      });
      const all = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
      if (all !== runs) throw new Error(`${all} of ${runs} runs in the list`);
      const scrolled = await scrollGrid(page);
      return { ...scrolled, firstRowMs, olderMs: older.toSorted((a, b) => a - b)[Math.floor(older.length / 2)] ?? 0, lastOlderMs: older.at(-1) ?? 0, longestMs: await longest() };
    },
    { prepare },
  );
}
