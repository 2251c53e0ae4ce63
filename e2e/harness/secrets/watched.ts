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
 * Places that may contain a secret. A simulated chip's memory file, and its temporary file, stand for the chip itself.
 * In the Chromium host, the page sends files as content.
 */
const always = [/ in .*\/\.?simulated-[\w-]+\.json(\.[0-9a-f]{12}\.tmp)?$/, / in request of files\/take(-text)?$/];

/** A browser whose heap snapshots contain whole strings; V8 normally cuts them after 1,024 characters. Its output goes to a file. */
function browserIn(folder: string): string {
  const chromium = findBrowser(process.env);
  if (chromium === undefined) throw new Error('no browser');
  const path = join(folder, 'browser.sh');
  writeFileSync(path, `#!/bin/sh\nexec '${chromium}' --js-flags=--heap-snapshot-string-limit=100000000 "$@" 2>>'${join(folder, 'browser.log')}'\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A workstation whose messages and output are recorded. */
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
    const stops = [watchMessages(workstation.program, note), watchOutput(note)];
    workstation.page.on('console', (message) => note({ where: 'console of the page', bytes: Buffer.from(message.text()) }));
    this.#stop = () => stops.forEach((stop) => stop());
  }

  /** Findings of `look` that the user requested: a password sent to the main process, an unencrypted export. */
  allow(...lines: readonly RegExp[]): void {
    this.#allowed.push(...lines);
  }

  /** Returns how often a secret was in messages with this name. */
  sent(secret: string, where: string): number {
    return this.#noted.filter((message) => message.where === where && this.scan.find(message.bytes).some((found) => found.secret === secret)).length;
  }

  /** Searches everywhere. @returns a line for each secret in a place where it may not be */
  async look(): Promise<string[]> {
    const { page } = this.workstation;
    // The heap is read first, because reading the page would put its text there.
    return this.#leaks([...(await heapOf(page, this.scan)), ...(await pageOf(page)), ...this.#noted, ...this.#written()]);
  }

  /** Closes the window, then searches only files and messages. @returns the places in which a secret was found */
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

/** Opens the window and records every message that can contain a secret. */
export async function openWatched(folders: Folders, environment: Readonly<Record<string, string>> = {}): Promise<Watched> {
  mkdirSync(join(folders.base, 'browser'), { recursive: true });
  const workstation = await openWorkstation(folders, { TRUST_BENCH_BROWSER: browserIn(join(folders.base, 'browser')), ...environment });
  workstation.page.setDefaultTimeout(20_000);
  await workstation.page.setViewportSize({ width: 1280, height: 800 });
  return new Watched(workstation);
}
