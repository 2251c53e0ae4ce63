import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { _electron, test, type BrowserContext, type Page } from 'playwright/test';
import type { Program } from '../electron/composition.ts';

type Host = typeof import('../electron/host/chromium.ts');
type Environment = Readonly<Record<string, string>>;

export const root = join(import.meta.dirname, '..');

/** A running workstation with its own folders: the built Chromium host, headless, or Electron. */
export interface Workstation {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly folders: Folders;
  /** Errors of the page: exceptions, console errors, violations of the content policy. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** The Chromium host. Its main services run in the test's process; a flow that uses them is marked @chromium. */
export interface ChromiumWorkstation extends Workstation {
  readonly program: Program;
}

export interface Folders {
  readonly base: string;
  readonly state: string;
  readonly save: string;
}

function makeFolders(): Folders {
  const base = mkdtempSync(join(tmpdir(), 'trust-bench-e2e-'));
  return { base, state: join(base, 'state'), save: join(base, 'saved') };
}

/** Simulated chips answer at once unless a flow says otherwise. */
const environmentOf = (folders: Folders, environment: Environment) => ({
  ...process.env,
  TRUST_BENCH_SIM_TIMING: 'none',
  TRUST_BENCH_HEADLESS: '1',
  TRUST_BENCH_STATE_DIR: folders.state,
  TRUST_BENCH_PROFILE_DIR: join(folders.base, 'profile'),
  TRUST_BENCH_SAVE_DIR: folders.save,
  ...environment,
});

async function shown(page: Page): Promise<readonly string[]> {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.waitForLoadState('load');
  // Before the window is drawn, nothing receives pressed keys.
  await page.getByRole('main').waitFor();
  return complaints;
}

const builtHost = (): Promise<Host> => import(pathToFileURL(join(root, 'dist', 'chromium.js')).href) as Promise<Host>;

/**
 * Opens the window in a new browser, or in a given context. With the folders of an earlier workstation it is a restart:
 * state and browser profile are kept.
 */
export async function openWorkstation(folders: Folders, environment: Environment = {}, context?: BrowserContext): Promise<ChromiumWorkstation> {
  const host = await builtHost();
  const options = { environment: environmentOf(folders, environment) };
  const window = await (context === undefined ? host.startChromium(options) : host.startIn(context, options));
  const { page, program } = window;
  const complaints = await shown(page);
  return { page, context: window.context, program, folders, complaints, close: () => window.close() };
}

async function openElectron(executablePath: string, folders: Folders, environment: Environment): Promise<Workstation> {
  const entries = Object.entries(environmentOf(folders, environment)).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const app = await _electron.launch({ executablePath, args: [root], env: Object.fromEntries(entries) as Record<string, string> });
  const page = await app.firstWindow();
  const complaints = await shown(page);
  return { page, context: app.context(), folders, complaints, close: () => app.close() };
}

/** Opens Electron, if its binary is given, else the Chromium host in this context or in a browser of its own. */
const openIn = (electron: string, folders: Folders, environment: Environment, context?: BrowserContext): Promise<Workstation> =>
  electron === '' ? openWorkstation(folders, environment, context) : openElectron(electron, folders, environment);

/** A picture for the README or the manual, taken by `npm run pictures`. */
export async function picture({ page }: Pick<Workstation, 'page'>, name: string): Promise<void> {
  if (process.env['TRUST_BENCH_SCREENSHOTS'] !== '1') return;
  await page.screenshot({ path: join(root, 'resources', 'screenshots', `${name}.png`), animations: 'disabled' });
}

export interface FlowOptions {
  /** Path of Electron's binary. If it is empty, the flows run in the Chromium host. */
  readonly electron: string;
  /** Options of the workstation for a flow. */
  readonly environment: Environment;
}

interface Fixtures {
  readonly folders: Folders;
  /** Opens the workstation when the flow has prepared its folders. */
  readonly open: (environment?: Environment) => Promise<Workstation>;
  /** Opens a workstation in these folders with a new browser. Opening a second one after closing the first is a restart. */
  readonly openInOwnBrowser: (environment?: Environment) => Promise<Workstation>;
  readonly workstation: Workstation;
  /** The workstation for flows that use the main process's services. These flows are marked @chromium. */
  readonly chromium: ChromiumWorkstation;
}

/** Lets a flow open workstations, and closes them after it. Closing one that the flow has closed does nothing. */
async function closingAll(open: (environment: Environment) => Promise<Workstation>, use: (open: Fixtures['open']) => Promise<void>): Promise<void> {
  const opened: Workstation[] = [];
  await use(async (environment = {}) => {
    const workstation = await open(environment);
    opened.push(workstation);
    return workstation;
  });
  for (const workstation of opened) await workstation.close();
}

/** A test with a workstation, in a browser context of its own. */
export const flow = test.extend<FlowOptions & Fixtures>({
  electron: ['', { option: true }],
  environment: [{}, { option: true }],
  // eslint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from its pattern
  folders: async ({}, use) => {
    const folders = makeFolders();
    await use(folders);
    rmSync(folders.base, { recursive: true, force: true, maxRetries: 3 });
  },
  open: async ({ electron, folders, context }, use) => closingAll((environment) => openIn(electron, folders, environment, context), use),
  openInOwnBrowser: async ({ electron, folders }, use) => closingAll((environment) => openIn(electron, folders, environment), use),
  chromium: async ({ context, folders, environment }, use) => {
    const workstation = await openWorkstation(folders, environment, context);
    await use(workstation);
    await workstation.close();
  },
  workstation: async ({ electron, folders, environment, context }, use) => {
    const workstation = await openIn(electron, folders, environment, context);
    await use(workstation);
    await workstation.close();
  },
});
