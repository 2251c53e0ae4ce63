import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SecretScan } from '../../core/bytes/testing/secretScan.ts';
import { findBrowser } from '../../electron/host/browser.ts';
import { openWorkstation, type Folders, type Workstation } from '../fixture.ts';
import { filesUnder, type Place } from './files.ts';
import { heapOf } from './heap.ts';
import { watchMessages, type Message } from './messages.ts';
import { watchOutput } from './output.ts';
import { pageOf } from './page.ts';

const quick = { TRUST_BENCH_SIM_TIMING: 'none' };

/** What may hold a secret, since a hand asked for it. */
export interface Allowed {
  /** Files that secrets were asked to be in, by name. The memory of a simulated chip is such a file: it is the chip. */
  readonly files: readonly RegExp[];
  /** Messages: a password on its way to main, a secret that was asked to be shown. */
  readonly messages: readonly RegExp[];
}

const always: Allowed = {
  files: [/^simulated-[\w-]+\.json$/, /^reel-chip\.json$/],
  // In the Chromium host files come by content: that is how they are handed over.
  messages: [/^request of files\/take(-text)?$/],
};

/**
 * A browser whose heap snapshots hold strings whole; V8 cuts them after 1,024 letters otherwise. What it prints goes to
 * a file.
 */
function browserIn(folder: string): string {
  const chromium = findBrowser(process.env);
  if (chromium === undefined) throw new Error('no browser');
  const path = join(folder, 'browser.sh');
  writeFileSync(path, `#!/bin/sh\nexec '${chromium}' --js-flags=--heap-snapshot-string-limit=100000000 "$@" 2>>'${join(folder, 'browser.log')}'\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A workstation, and everything that comes out of it. */
export class Watched {
  readonly workstation: Workstation;
  readonly scan = new SecretScan();
  readonly #noted: Message[];
  readonly #stop: () => void;
  readonly #files: RegExp[] = [...always.files];
  readonly #messages: RegExp[] = [...always.messages];

  constructor(workstation: Workstation) {
    this.workstation = workstation;
    this.#noted = [];
    const note = (message: Message): void => void this.#noted.push(message);
    const stops = [watchMessages(workstation.bench, note), watchOutput(note)];
    workstation.page.on('console', (message) => note({ where: 'console of the page', bytes: Buffer.from(message.text()) }));
    this.#stop = () => stops.forEach((stop) => stop());
  }

  /** From now on. */
  allow({ files = [], messages = [] }: Partial<Allowed>): void {
    this.#files.push(...files);
    this.#messages.push(...messages);
  }

  /** How often a secret was in messages of this name. */
  sent(secret: string, where: string): number {
    return this.#noted.filter((message) => message.where === where && this.scan.find(message.bytes).some((found) => found.secret === secret)).length;
  }

  /** Looks everywhere. @returns a line for each secret that is where none should be */
  async look(): Promise<string[]> {
    const { page } = this.workstation;
    // The bytes of the heap first: looking at the page puts its text there.
    return this.#leaks([...(await heapOf(page)), ...(await pageOf(page)), ...this.#noted, ...this.#written()]);
  }

  /** After the window was closed: files and messages alone. */
  async close(): Promise<string[]> {
    await this.workstation.close();
    this.#stop();
    return this.#leaks([...this.#noted, ...this.#written()]);
  }

  #written(): Place[] {
    const { base, state, save } = this.workstation.folders;
    const folders = [state, save, join(base, 'profile')].flatMap(filesUnder);
    return [...folders.filter(({ where }) => !this.#files.some((allowed) => allowed.test(basename(where)))), ...filesUnder(join(base, 'browser'))];
  }

  #leaks(places: readonly Place[]): string[] {
    const searched = places.filter(({ where }) => !this.#messages.some((allowed) => allowed.test(where)));
    const lines = searched.flatMap(({ where, bytes }) => this.scan.find(bytes).map(({ secret, form }) => `${secret}, as ${form}, in ${where}`));
    return [...new Set(lines)];
  }
}

/** Opens the window and watches it from its first message on that can have to do with a secret. */
export async function openWatched(folders: Folders, environment: Readonly<Record<string, string>> = quick): Promise<Watched> {
  mkdirSync(join(folders.base, 'browser'), { recursive: true });
  const workstation = await openWorkstation(folders, { TRUST_BENCH_BROWSER: browserIn(join(folders.base, 'browser')), ...environment });
  workstation.page.setDefaultTimeout(20_000);
  await workstation.page.setViewportSize({ width: 1280, height: 800 });
  return new Watched(workstation);
}
