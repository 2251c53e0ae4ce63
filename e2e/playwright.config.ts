import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'playwright/test';
import { findBrowser } from '../electron/host/browser.ts';
import { browserArguments, contextOptions, headlessSize, isRoot } from '../electron/host/chromiumBrowser.ts';
import type { FlowOptions } from './fixture.ts';

const { electronBinary } = (await import(join(import.meta.dirname, '..', 'electron', 'build', 'electronBinary.mjs'))) as { electronBinary(): string | undefined };
const electron = electronBinary();

/** `TRUST_BENCH_REPORT` names the file of the report that `npm test` sums. */
const report = process.env['TRUST_BENCH_REPORT'];

export default defineConfig<FlowOptions>({
  testDir: '.',
  testMatch: '**/*.test.ts',
  testIgnore: ['harness/**', 'pictures/**'],
  outputDir: 'results',
  globalSetup: './build.ts',
  timeout: 120_000,
  expect: { timeout: 10_000 },
  // One more than cores: a flow uses a core for about half of its time, and waits for pages and chips in the rest.
  workers: availableParallelism() + 1,
  fullyParallel: true,
  forbidOnly: true,
  // A flow that fails once is a fault in the program or in the flow, so there are no retries.
  retries: 0,
  reporter: [['list'], ...(report === undefined ? [] : [['json', { outputFile: report }] as const])],
  use: {
    contextOptions,
    colorScheme: null,
    serviceWorkers: contextOptions.serviceWorkers,
    acceptDownloads: contextOptions.acceptDownloads,
    viewport: headlessSize,
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    // The trace of a failed flow has its steps, console and requests. `--trace on` adds pictures of the page at each
    // step, which take a third of the time of every flow.
    trace: { mode: 'retain-on-failure', snapshots: false, screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: findBrowser(process.env) ?? 'no browser', args: [...browserArguments], chromiumSandbox: !isRoot() },
  },
  projects: [
    // One project for all: a worker and its browser are started again for each. Files run by name, so the flows that take
    // longest are in first/: then no core is idle at the end.
    { name: 'chromium' },
    // Flows that need the main process's services in the test's own process, or their own Chromium, are marked
    // @chromium.
    ...(electron === undefined ? [] : [{ name: 'electron', grepInvert: /@chromium/, use: { electron } }]),
  ],
});
