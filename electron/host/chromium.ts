import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { savesIntoChosen } from '../files/save.ts';
import type { Route } from '../ipc/router.ts';
import { clipboardOf } from './chromiumClipboard.ts';
import { findBrowser } from './browser.ts';
import { bindingName, eventName, openBrowser, origin, preloadText, serveFromDisk } from './chromiumBrowser.ts';
import type { Program } from '../composition.ts';
import { distFolder, saveFolder, stateFolder, type Environment } from '../files/folders.ts';
import { notTooOften } from './links.ts';
import { operatorJob } from './startOptions.ts';
import { opensBySystem } from './systemLinks.ts';

export interface ChromiumHost {
  readonly program: Program;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Resolves when the window was closed and the services are shut down. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

const isText = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Reads a message of the page. Everything except `take` goes to the router, which checks it. */
function readMessage(message: unknown) {
  const fields = isText(message) ? message : {};
  const door = fields['door'] === 'take' ? ('take' as const) : ('call' as const);
  return { door, name: fields['name'], request: fields['request'] };
}

async function connectPage(context: BrowserContext, page: Page, route: Route, delivered: () => Promise<void>): Promise<void> {
  // Every frame of every page can call the binding, but only the window's main frame gets answers.
  await context.exposeBinding(bindingName, async ({ frame }, message: unknown) => {
    const reply = await route({ ...readMessage(message), sender: { url: frame.url(), mainFrame: frame === page.mainFrame() } });
    // Events and replies reach the page through different channels. Waiting here makes sure that a reply never arrives before
    // an earlier event.
    await delivered();
    return reply;
  });
  const code = await readFile(join(distFolder, 'preloadChromium.cjs'), 'utf8');
  await context.addInitScript({ content: preloadText(code) });
}

/** Closes other pages, and keeps the window at its own address. */
async function keepAtHome(context: BrowserContext, page: Page, program: Program): Promise<void> {
  context.on('page', (other) => void other.close().catch(() => undefined));
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame()) return;
    program.pageLoaded();
    if (!frame.url().startsWith(origin)) void page.goto(origin).catch(() => undefined);
  });
  // Granting one permission denies all others. The window only needs to copy to the clipboard.
  await context.grantPermissions(['clipboard-write'], { origin }).catch(() => undefined);
}

/** Loads the program itself. Not a static import, so that it is loaded while the browser starts. */
const loadMain = async () => ({ ...(await import('../compose.ts')), ...(await import('../ipc/events.ts')), ...(await import('../ipc/router.ts')) });
type Main = Awaited<ReturnType<typeof loadMain>>;

interface Events {
  readonly stop: () => void;
  /** Resolves when the page has received every event sent so far. */
  readonly delivered: () => Promise<void>;
}

/** Sends events to the page, in their order. While the page receives some, the next ones are collected and then sent together. */
function sendEvents(program: Program, page: Page, { checkedSender }: Main): Events {
  let sent: Promise<void> = Promise.resolve();
  let waiting: (readonly [name: string, event: unknown])[] = [];
  const emitAll = ([hook, events]: readonly [string, readonly (readonly [string, unknown])[]]): void => {
    const emit: unknown = Reflect.get(globalThis, hook);
    if (typeof emit === 'function') for (const event of events) Reflect.apply(emit, globalThis, event);
  };
  const sendWaiting = async (): Promise<void> => {
    const events = waiting;
    waiting = [];
    // A page that is loading or closing receives no events. It asks for the state when it is ready.
    await page.evaluate(emitAll, [eventName, events] as const).catch(() => undefined);
  };
  const send = checkedSender((name, event) => {
    if (waiting.push([name, event]) === 1) sent = sent.then(sendWaiting);
  });
  return { stop: program.onEvent(send), delivered: () => sent };
}

export interface StartOptions {
  readonly environment: Environment;
  /** Path of a job file. If it is set, the window is the operator's and shows this job. */
  readonly operatorJob?: string | undefined;
}

/** Opens the window in an installed Chromium, with the same services as in Electron. No network port is opened. */
export async function startChromium({ environment, operatorJob: job }: StartOptions): Promise<ChromiumHost> {
  const executable = findBrowser(environment);
  if (executable === undefined) throw new Error('no Chromium, Chrome or Edge was found; name one with TRUST_BENCH_BROWSER');
  const profile = environment['TRUST_BENCH_PROFILE_DIR'] ?? join(stateFolder(environment, process.platform), 'chromium');
  const opening = openBrowser({ executable, profile, headless: environment['TRUST_BENCH_HEADLESS'] === '1' });
  const [context] = await Promise.all([opening, loadMain()]);
  return startIn(context, { environment, operatorJob: job });
}

/** Opens the window in an existing browser context. Closing the window closes the context, and vice versa. */
export async function startIn(context: BrowserContext, { environment, operatorJob: job }: StartOptions): Promise<ChromiumHost> {
  const userData = stateFolder(environment, process.platform);
  let program: Program | undefined;
  try {
    const main = await loadMain();
    const page = context.pages()[0] ?? (await context.newPage());
    const parts = { savesTo: savesIntoChosen(saveFolder(environment)), openLink: notTooOften(opensBySystem(environment)), clipboard: clipboardOf(page) };
    program = await main.createProgram({ userData, host: 'chromium', ...parts, environment, operatorJob: job });
    const route = main.createRouter({ handlers: program.handlers, origin, takesPaths: false, onReview: program.reviewShown, refuses: program.refuses });
    const events = sendEvents(program, page, main);
    await Promise.all([serveFromDisk(context, join(distFolder, 'renderer')), connectPage(context, page, route, events.delivered)]);
    return await showPage(context, page, program, events);
  } catch (thrown) {
    await Promise.allSettled([context.close(), program?.close()]);
    throw thrown;
  }
}

async function showPage(context: BrowserContext, page: Page, program: Program, events: Events): Promise<ChromiumHost> {
  const closed = new Promise<void>((resolve) => {
    context.once('close', () => {
      events.stop();
      program.close().then(resolve, resolve);
    });
  });
  page.once('crash', () => {
    process.stderr.write('trust-bench: the window crashed. Start again: what was entered is kept.\n');
    void context.close().catch(() => undefined);
  });
  page.once('close', () => void context.close().catch(() => undefined));
  await page.goto(origin, { waitUntil: 'commit' });
  await keepAtHome(context, page, program);
  const close = async (): Promise<void> => {
    // Needs a page. If the user closes the window, only the page's own clean-up runs (copyForAWhile.ts).
    await program.handlers['app/clear-clipboard']({});
    await context.close().catch(() => undefined);
    await closed;
  };
  return { program, context, page, closed, close };
}

/** Runs until the window is closed. @returns the exit code @param words of the command line, for `--operator JOB` */
export async function runChromium(environment: Environment, words: readonly string[] = []): Promise<number> {
  // A log that cannot be written must not stop the program.
  process.stderr.on('error', () => undefined);
  let host: ChromiumHost;
  try {
    host = await startChromium({ environment, operatorJob: operatorJob(words, environment) });
  } catch (thrown) {
    const text = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
    const open = /existing browser session|ProcessSingleton|profile.*in use/i.test(thrown instanceof Error ? thrown.message : '');
    process.stderr.write(open ? 'trust-bench: the window is open already.\n' : `trust-bench: the window did not open: ${text}\n`);
    return 1;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void host.close());
  await host.closed;
  return 0;
}
