import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { BrowserContext } from 'playwright-core';
import { distFolder } from '../files/folders.ts';
import { withCompiledCode } from './compiledPackage.ts';
import { contractNames } from './contractNames.ts';
import { pageFile, pageHeaders } from './pages.ts';

// Loaded with require, because with import Node parses the whole package twice, which takes 130 ms at each start. Compiling the
// package takes another 130 ms.
const { chromium } = withCompiledCode(distFolder, () => createRequire(import.meta.url)('playwright-core') as typeof import('playwright-core'));

/** A host name that cannot be resolved. Every request is answered from the disk, so nothing is sent to the network. */
export const origin = 'https://bench.localhost/';
export const bindingName = '__trustBenchCall';
export const eventName = '__trustBenchEvent';

export interface BrowserOptions {
  readonly executable: string;
  readonly profile: string;
  readonly headless: boolean;
}

/** Command-line options of the Chromium that shows the window. Tests start theirs with the same options. */
export const browserArguments: readonly string[] = [
  // Without this option, a warning about flags takes 56 pixels of the window.
  '--test-type',
  '--disable-gpu',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  // WebRTC is the only network access that is not a request. Without UDP it can only use names, which cannot be
  // resolved. The option's name differs between versions.
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--window-size=1280,800',
  '--no-first-run',
  '--no-default-browser-check',
];

/** Options of the window's browser context. */
export const contextOptions = {
  serviceWorkers: 'block',
  acceptDownloads: false,
  // Playwright would set a light theme, but the window follows the system.
  colorScheme: null,
  reducedMotion: null,
  forcedColors: null,
} as const;

/** Window size when there is no screen, CSS pixels. */
export const headlessSize = { width: 1280, height: 800 };

/** Whether this user is root, who cannot use Chromium's sandbox. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/** Starts the browser with our own profile. Rejects when it does not start, or the profile is in use. */
export async function openBrowser(options: BrowserOptions): Promise<BrowserContext> {
  await mkdir(options.profile, { recursive: true });
  return chromium.launchPersistentContext(options.profile, {
    ...contextOptions,
    executablePath: options.executable,
    headless: options.headless,
    chromiumSandbox: !isRoot(),
    viewport: options.headless ? headlessSize : null,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [...browserArguments, '--app=data:text/html,'],
  });
}

/** Answers every request to our origin from the bundle, and aborts all others. */
export async function serveFromDisk(context: BrowserContext, folder: string): Promise<void> {
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    const file = url.startsWith(origin) ? pageFile(folder, url) : undefined;
    if (file === undefined) return route.abort('blockedbyclient');
    return route.fulfill({ path: file.path, contentType: file.type, headers: { ...pageHeaders, 'content-type': file.type } });
  });
}

/** Makes the text to add to the page: the preload script with the contract's names. */
export const preloadText = (code: string): string =>
  `{${code}\n;trustBenchPreload.install(${[contractNames, bindingName, eventName].map((value) => JSON.stringify(value)).join(',')});}`;
