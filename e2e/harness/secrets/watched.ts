import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SecretScan } from '../../../core/bytes/testing/secretScan.ts';
import { findBrowser } from '../../../electron/host/browser.ts';
import { openWorkstation, type ChromiumWorkstation, type Folders } from '../../fixture.ts';
import { filesUnder, type Place } from './files.ts';
import { heapOf } from './heap.ts';
import { watchMessages, type Message } from './messages.ts';
import { watchOutput } from './output.ts';
import { pageOf } from './page.ts';

/**
 * What holds a secret by its nature. The memory of a simulated chip is the chip, also while it is written again; and in the Chromium host files come by
 * content: that is how they are handed over.
 */
const always = [/ in .*\/\.?simulated-[\w-]+\.json(\.[0-9a-f]{12}\.tmp)?$/, / in request of files\/take(-text)?$/];

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
  readonly workstation: ChromiumWorkstation;
  readonly scan = new SecretScan();
  readonly #noted: Message[];
  readonly #stop: () => void;
  readonly #allowed: RegExp[] = [...always];

  constructor(workstation: ChromiumWorkstation) {
    this.workstation = workstation;
    this.#noted = [];
    const note = (message: Message): void => void this.#noted.push(message);
    const stops = [watchMessages(workstation.bench, note), watchOutput(note)];
    workstation.page.on('console', (message) => note({ where: 'console of the page', bytes: Buffer.from(message.text()) }));
    this.#stop = () => stops.forEach((stop) => stop());
  }

  /** Lines of `look` that a hand asked for: a password on its way to main, an export in clear. */
  allow(...lines: readonly RegExp[]): void {
    this.#allowed.push(...lines);
  }

  /** How often a secret was in messages of this name. */
  sent(secret: string, where: string): number {
    return this.#noted.filter((message) => message.where === where && this.scan.find(message.bytes).some((found) => found.secret === secret)).length;
  }

  /** Looks everywhere. @returns a line for each secret that is where none should be */
  async look(): Promise<string[]> {
    const { page } = this.workstation;
    // The bytes of the heap first: looking at the page puts its text there.
    return this.#leaks([...(await heapOf(page, this.scan)), ...(await pageOf(page)), ...this.#noted, ...this.#written()]);
  }

  /** After the window was closed: files and messages alone. */
  async close(): Promise<string[]> {
    await this.workstation.close();
    this.#stop();
    return this.#leaks([...this.#noted, ...this.#written()]);
  }

  #written(): Place[] {
    const { base, state, save } = this.workstation.folders;
    return [state, save, join(base, 'profile'), join(base, 'browser')].flatMap(filesUnder);
  }

  #leaks(places: readonly Place[]): string[] {
    const lines = places.flatMap(({ where, bytes }) => this.scan.find(bytes).map(({ secret, form }) => `${secret}, as ${form}, in ${where}`));
    return [...new Set(lines)].filter((line) => !this.#allowed.some((allowed) => allowed.test(line)));
  }
}

/** Opens the window and watches it from its first message on that can have to do with a secret. */
export async function openWatched(folders: Folders, environment: Readonly<Record<string, string>> = {}): Promise<Watched> {
  mkdirSync(join(folders.base, 'browser'), { recursive: true });
  const workstation = await openWorkstation(folders, { TRUST_BENCH_BROWSER: browserIn(join(folders.base, 'browser')), ...environment });
  workstation.page.setDefaultTimeout(20_000);
  await workstation.page.setViewportSize({ width: 1280, height: 800 });
  return new Watched(workstation);
}
