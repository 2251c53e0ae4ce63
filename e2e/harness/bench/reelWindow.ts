import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startChromium } from '../../../electron/host/chromium.ts';
import { dropFiles } from '../../drop.ts';

export interface ReelWindowFigures {
  /** From the chip's id in the top bar until the reel is named there, in a room of something else. */
  readonly foundMs: number;
  /** Until the verdict, with certificates read and keys proved. */
  readonly verdictMs: number;
  readonly frames: number;
  /** Frames that came later than half a frame after their time. */
  readonly dropped: number;
}

/** Scrolls the list a row and a half each frame. @returns the times between frames, ms */
const scroll = (page: Page, frames: number): Promise<number[]> =>
  page.evaluate(async (count) => {
    const box = document.querySelector('[role="grid"]');
    const times: number[] = [];
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    let last = await frame();
    for (let i = 0; i < count; i++) {
      box?.scrollBy({ top: 54 });
      const now = await frame();
      times.push(now - last);
      last = now;
    }
    return times;
  }, frames);

const frameMs = 1000 / 60;

/** A bundle dropped on the window, a chip of it plugged in (datasheet timing), its list scrolled. */
export async function benchReelWindow(chips: number, program: string): Promise<ReelWindowFigures> {
  const base = mkdtempSync(join(tmpdir(), 'trust-bench-bench-'));
  const [sample, state] = [join(base, 'sample'), join(base, 'state')];
  spawnSync(process.execPath, [program, 'bundle', 'make-sample', '--chips', String(chips), '--simulated', '1', '--out', sample], { stdio: 'ignore' });
  const find = (ending: RegExp): string => join(sample, readdirSync(sample).find((name) => ending.test(name)) ?? '');
  mkdirSync(state, { recursive: true });
  copyFileSync(find(/^chip-.*json$/), join(state, 'simulated-reel-chip.json'));
  const environment = { ...process.env, TRUST_BENCH_HEADLESS: '1', TRUST_BENCH_STATE_DIR: state, TRUST_BENCH_PROFILE_DIR: join(base, 'profile'), TRUST_BENCH_SIM_TIMING: 'datasheet' };
  const host = await startChromium({ environment });
  const { page } = host;
  try {
    await page.getByRole('button', { name: 'Reels', exact: true }).click();
    await dropFiles(page, 'main', [find(/[.]7z$/)]);
    await page.getByText(`${chips.toLocaleString('en')} chips`).first().waitFor({ timeout: 60_000 });
    const times = await scroll(page, 300);
    // Not in the room of reels: the top bar names the reel everywhere.
    await page.getByRole('button', { name: 'Keys', exact: true }).click();
    const connected = page.evaluate((path) => window.bench.call('board/connect', { path }), 'simulated:express@simulated-reel-chip.json');
    await page.getByTestId('chip-id').waitFor();
    const known = performance.now();
    await page.getByTestId('reel-glance').getByText(/^On reel TB/).waitFor();
    const foundMs = performance.now() - known;
    await page.getByTestId('reel-glance').getByText('Not genuine').waitFor();
    const verdictMs = performance.now() - known;
    await connected;
    return { foundMs, verdictMs, frames: times.length, dropped: times.filter((ms) => ms > 1.5 * frameMs).length };
  } finally {
    await host.close();
    rmSync(base, { recursive: true, force: true, maxRetries: 3 });
  }
}
