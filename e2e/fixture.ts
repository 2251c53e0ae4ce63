import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { test } from 'vitest';
import type { Bench } from '../electron/composition.ts';

type Host = typeof import('../electron/host/chromium.ts');

export const root = join(import.meta.dirname, '..');
export const results = join(import.meta.dirname, 'results');

/** A running workstation: the built Chromium host, headless, in folders of its own. */
export interface Workstation {
  readonly page: Page;
  readonly context: BrowserContext;
  /** The main services behind the window, for what the screen does not show. */
  readonly bench: Bench;
  readonly folders: Folders;
  /** What the page complained about: exceptions, console errors, refusals of the content policy. */
  readonly complaints: readonly string[];
  /** From the start until the page was loaded, ms. */
  readonly startedIn: number;
  close(): Promise<void>;
}

export interface Folders {
  readonly base: string;
  readonly state: string;
  readonly save: string;
}

export function makeFolders(): Folders {
  const base = mkdtempSync(join(tmpdir(), 'trust-bench-e2e-'));
  return { base, state: join(base, 'state'), save: join(base, 'saved') };
}

/** Opens the window. With the folders of a former one it is a restart: state and browser profile are kept. */
export async function openWorkstation(folders: Folders, environment: Readonly<Record<string, string>> = {}): Promise<Workstation> {
  const host: Host = await import(pathToFileURL(join(root, 'dist', 'chromium.js')).href);
  const started = performance.now();
  const window = await host.startChromium({
    environment: {
      ...process.env,
      TRUST_BENCH_HEADLESS: '1',
      TRUST_BENCH_STATE_DIR: folders.state,
      TRUST_BENCH_PROFILE_DIR: join(folders.base, 'profile'),
      TRUST_BENCH_SAVE_DIR: folders.save,
      ...environment,
    },
  });
  const { page, context, bench } = window;
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.waitForLoadState('load');
  return { page, context, bench, folders, complaints, startedIn: performance.now() - started, close: () => window.close() };
}

/** A picture for the README, when it is asked for with TRUST_BENCH_SCREENSHOTS=1. */
export async function picture({ page }: Workstation, name: string): Promise<void> {
  if (process.env['TRUST_BENCH_SCREENSHOTS'] !== '1') return;
  await page.waitForTimeout(250);
  await page.screenshot({ path: join(root, 'resources', 'screenshots', `${name}.png`) });
}

interface Fixtures {
  readonly folders: Folders;
  readonly workstation: Workstation;
}

/** A test with a workstation of its own. When it fails, the last screen lies in e2e/results/. */
export const flow = test.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- vitest reads what a fixture needs from its pattern
  folders: async ({}, use) => {
    const folders = makeFolders();
    await use(folders);
    rmSync(folders.base, { recursive: true, force: true, maxRetries: 3 });
  },
  workstation: async ({ folders, task }, use) => {
    const workstation = await openWorkstation(folders);
    await use(workstation);
    if (task.result?.state === 'fail') {
      mkdirSync(results, { recursive: true });
      const path = join(results, `${task.name.replace(/[^a-z0-9]+/gi, '-')}.png`);
      await workstation.page.screenshot({ path }).catch(() => undefined);
    }
    await workstation.close();
  },
});
