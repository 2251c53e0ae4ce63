import { spawnSync } from 'node:child_process';
import { scrollGrid, type ScrollFigures } from './gridScroll.ts';
import { firstRowOf, inWindow, untilUsable, watchTasks } from './inWindow.ts';

/** Runs in a new process, `node benchmark.js --window-child`: prints the time from its start until the first screen can be used, ms. */
export async function windowChild(): Promise<void> {
  await inWindow(async ({ page }) => {
    await page.getByRole('button', { name: 'Use the simulated board' }).click({ trial: true });
    process.stdout.write(String(performance.now()));
  });
}

/**
 * Measures the time from the start of a new process until the window can be used, as with `npm start` when everything
 * is installed and built. The median of three, ms.
 */
export function measureWindow(program: string): number {
  const once = (): number => {
    const { stdout, stderr } = spawnSync(process.execPath, [program, '--window-child'], { encoding: 'utf8' });
    if (stdout === '') throw new Error(stderr);
    return Number(stdout);
  };
  return [once(), once(), once()].sort((a, b) => a - b)[1] as number;
}

export interface ObjectListFigures extends ScrollFigures {
  /** Time from the click that opens the room until the first row: while the chip is read, and with all rows known. ms */
  readonly firstRowMs: number;
  readonly againMs: number;
  /** Longest task of the page, ms; 0: none over 50 ms. */
  readonly longestMs: number;
}

/** Measures the list of objects while it fills from a board with datasheet timing, and afterwards. */
export function measureObjectList(): Promise<ObjectListFigures> {
  return inWindow(
    async ({ page }) => {
      await page.getByRole('button', { name: 'Use the simulated board' }).click();
      await page.getByText('Connected', { exact: true }).waitFor();
      // The wizard has finished reading the new board. From here on only the browser works.
      await page.waitForTimeout(2500);
      const longest = await watchTasks(page);
      const firstRowMs = await firstRowOf(page, 'Objects');
      await page.getByRole('row', { name: /0xF1E1/ }).waitFor();
      await page.waitForTimeout(1500);
      // A room without a list.
      await page.getByRole('button', { name: 'Settings', exact: true }).click();
      await untilUsable(page);
      const againMs = await firstRowOf(page, 'Objects');
      const scrolled = await scrollGrid(page);
      return { ...scrolled, firstRowMs, againMs, longestMs: await longest() };
    },
    { environment: { TRUST_BENCH_SIM_TIMING: 'datasheet' } },
  );
}
