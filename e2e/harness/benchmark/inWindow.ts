import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startChromium } from '../../../electron/host/chromium.ts';

type Host = Awaited<ReturnType<typeof startChromium>>;

interface Folders {
  readonly base: string;
  readonly state: string;
}

export interface MeasuredWindow extends Folders {
  readonly page: Page;
  readonly program: Host['program'];
  /** When the host was started, ms. */
  readonly started: number;
}

interface Options {
  readonly environment?: Readonly<Record<string, string>>;
  /** Fills the state folder before the program starts. */
  readonly prepare?: (folders: Folders) => void;
}

/** Waits until the page is drawn and takes clicks. */
export async function untilUsable(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Keys', exact: true }).waitFor();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

/**
 * Opens a room of the window. @returns the time from the click until the frame with the first row of its list is
 * painted, ms. The page measures it, because a driver outside would only ask at intervals.
 */
export function firstRowOf(page: Page, room: string): Promise<number> {
  return page.evaluate(async (name) => {
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === name);
    if (button === undefined) throw new Error(`no room ${name}`);
    const clicked = performance.now();
    button.click();
    // Rows with content have this attribute; the head and the titles between rows do not.
    while (document.querySelector('[role="grid"] [role="row"][aria-selected]') === null) await frame();
    // The frame that was just prepared is painted when the next one begins.
    return (await frame()) - clicked;
  }, room);
}

/** Measures in a window of the Chromium host with its own folders, which are removed afterwards. */
export async function inWindow<T>(measure: (window: MeasuredWindow) => Promise<T>, { environment, prepare }: Options = {}): Promise<T> {
  const base = mkdtempSync(join(tmpdir(), 'trust-bench-benchmark-'));
  const folders = { base, state: join(base, 'state') };
  try {
    mkdirSync(folders.state);
    prepare?.(folders);
    const own = { TRUST_BENCH_HEADLESS: '1', TRUST_BENCH_STATE_DIR: folders.state, TRUST_BENCH_PROFILE_DIR: join(base, 'profile'), TRUST_BENCH_SAVE_DIR: join(base, 'saved') };
    const started = performance.now();
    const host = await startChromium({ environment: { ...process.env, ...own, ...environment } });
    try {
      return await measure({ ...folders, page: host.page, program: host.program, started });
    } finally {
      await host.close();
    }
  } finally {
    rmSync(base, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Records the page's long tasks from now on. @returns a function that gives the longest so far, ms; 0 when none took over 50 ms */
export async function watchTasks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const longest = { ms: 0 };
    Reflect.set(globalThis, 'longestTask', longest);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
    }).observe({ type: 'longtask', buffered: false });
  });
  return async () => {
    // The observer is informed about a task only after the task's end.
    await page.waitForTimeout(100);
    return page.evaluate(() => (Reflect.get(globalThis, 'longestTask') as { ms: number }).ms);
  };
}
