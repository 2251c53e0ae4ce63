import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dropFiles } from '../../drop.ts';
import { scrollGrid, type ScrollFigures } from './gridScroll.ts';
import { firstRowOf, inWindow, untilUsable, watchTasks } from './inWindow.ts';

export interface ReelWindowFigures extends ScrollFigures {
  /** Time from the chip's id in the top bar until the reel's name is there, in another room. */
  readonly foundMs: number;
  /** Time until the verdict, with certificates read and keys proved. */
  readonly verdictMs: number;
  /** Time from the drop of the bundle until its first row. */
  readonly openedMs: number;
  /** Time from the click that opens the room of an open reel until its first row. */
  readonly firstRowMs: number;
  /** Longest task of the page from the drop until the list was scrolled, ms; 0: none over 50 ms. */
  readonly longestMs: number;
}

/** Drops a bundle on the window, scrolls its list, and connects a chip of it (datasheet timing). */
export async function measureReelWindow(chips: number, program: string): Promise<ReelWindowFigures> {
  const found = (folder: string, ending: RegExp): string => join(folder, readdirSync(folder).find((name) => ending.test(name)) ?? '');
  const measured = inWindow(
    async ({ page, base }) => {
      const enter = (room: string) => page.getByRole('button', { name: room, exact: true }).click();
      const firstRow = page.getByTestId('reel-rows').getByRole('row').first();
      await untilUsable(page);
      await enter('Reels');
      const longest = await watchTasks(page);
      const dropped = performance.now();
      await dropFiles(page, 'main', [found(join(base, 'sample'), /[.]7z$/)]);
      await firstRow.waitFor({ timeout: 120_000 });
      const openedMs = performance.now() - dropped;
      await page.getByText(`${chips.toLocaleString('en')} chips`).first().waitFor();
      // A room without a list.
      await enter('Settings');
      await untilUsable(page);
      const firstRowMs = await firstRowOf(page, 'Reels');
      const scrolled = await scrollGrid(page);
      const longestMs = await longest();
      // Any room but Reels: the top bar names the reel everywhere.
      await enter('Keys');
      const connected = page.evaluate((path) => window.bench.call('board/connect', { path }), 'simulated:express@simulated-reel-chip.json');
      await page.getByTestId('chip-id').waitFor();
      const named = performance.now();
      await page.getByTestId('reel-glance').getByText(/^On reel TB/).waitFor();
      const foundMs = performance.now() - named;
      await page.getByTestId('reel-glance').getByText('simulated: not judged').waitFor();
      const verdictMs = performance.now() - named;
      await connected;
      return { ...scrolled, openedMs, firstRowMs, longestMs, foundMs, verdictMs };
    },
    {
      environment: { TRUST_BENCH_SIM_TIMING: 'datasheet' },
      prepare: ({ base, state }) => {
        const sample = join(base, 'sample');
        spawnSync(process.execPath, [program, 'bundle', 'make-sample', '--chips', String(chips), '--simulated', '1', '--out', sample], { stdio: 'ignore' });
        copyFileSync(found(sample, /^chip-.*json$/), join(state, 'simulated-reel-chip.json'));
      },
    },
  );
  return measured;
}
