import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomic } from '../../files/write.ts';
import { settings, type Settings } from '../../../core/contract/operations.ts';
import type { Result } from '../../../core/result/result.ts';

/** A JSON file of our own in the user's folder; missing or damaged counts as empty. */
export class JsonFile {
  readonly #path: string;

  constructor(folder: string, name: string) {
    this.#path = join(folder, name);
  }

  async load(): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.#path, 'utf8'));
    } catch {
      return undefined;
    }
  }

  async save(json: unknown): Promise<Result<void>> {
    await mkdir(dirname(this.#path), { recursive: true }).catch(() => undefined);
    return writeAtomic(this.#path, new TextEncoder().encode(`${JSON.stringify(json, undefined, 2)}\n`));
  }
}

const first: Settings = { theme: 'system', zoom: 1, lastRoom: 'provision' };

/** What a settings file says; anything strange in it counts as nothing. */
export function keptSettings(kept: unknown): Settings {
  const parsed = settings.partial().safeParse(kept);
  return parsed.success ? { ...first, ...parsed.data } : first;
}

export class SettingsStore {
  #settings: Settings = first;
  readonly #file: JsonFile;

  constructor(file: JsonFile) {
    this.#file = file;
  }

  async load(): Promise<void> {
    this.#settings = keptSettings(await this.#file.load());
  }

  get(): Settings {
    return this.#settings;
  }

  async set(changes: Partial<Settings>): Promise<Settings> {
    this.#settings = { ...this.#settings, ...changes };
    // A setting that could not be saved still holds until the window closes.
    await this.#file.save(this.#settings);
    return this.#settings;
  }
}
