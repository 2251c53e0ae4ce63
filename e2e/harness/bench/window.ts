import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChromium } from '../../../electron/host/chromium.ts';

/** From the start of the Chromium host until the first button can be used, ms: the middle one of three. */
export async function benchWindow(): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const base = mkdtempSync(join(tmpdir(), 'trust-bench-bench-'));
    const environment = {
      ...process.env,
      TRUST_BENCH_HEADLESS: '1',
      TRUST_BENCH_STATE_DIR: join(base, 'state'),
      TRUST_BENCH_PROFILE_DIR: join(base, 'profile'),
    };
    const started = performance.now();
    const host = await startChromium({ environment });
    await host.page.getByRole('button', { name: 'Use the simulated board' }).waitFor();
    times.push(performance.now() - started);
    await host.close();
    rmSync(base, { recursive: true, force: true, maxRetries: 3 });
  }
  return times.sort((a, b) => a - b)[1] as number;
}

/** The longest task of the page, ms, while the object browser fills from a board with datasheet timing. */
export async function benchFill(): Promise<{ readonly longestMs: number; readonly firstRowMs: number }> {
  const base = mkdtempSync(join(tmpdir(), 'trust-bench-bench-'));
  const environment = {
    ...process.env,
    TRUST_BENCH_HEADLESS: '1',
    TRUST_BENCH_STATE_DIR: join(base, 'state'),
    TRUST_BENCH_PROFILE_DIR: join(base, 'profile'),
    TRUST_BENCH_SIM_TIMING: 'datasheet',
  };
  const host = await startChromium({ environment });
  const { page } = host;
  await page.getByRole('button', { name: 'Use the simulated board' }).click();
  await page.getByText('Connected', { exact: true }).waitFor();
  // What the wizard reads of a new board is done; from here on only the browser works.
  await page.waitForTimeout(2500);
  await page.evaluate(() => {
    const longest = { ms: 0 };
    Reflect.set(globalThis, 'benchLongest', longest);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
    }).observe({ type: 'longtask', buffered: false });
  });
  const asked = performance.now();
  await page.getByRole('button', { name: 'Objects', exact: true }).click();
  await page.getByRole('row', { name: /0xE0/ }).first().waitFor();
  const firstRowMs = performance.now() - asked;
  await page.getByRole('row', { name: /0xF1E1/ }).waitFor();
  await page.waitForTimeout(1500);
  const longestMs = await page.evaluate(() => (Reflect.get(globalThis, 'benchLongest') as { ms: number }).ms);
  await host.close();
  rmSync(base, { recursive: true, force: true, maxRetries: 3 });
  return { longestMs, firstRowMs };
}
