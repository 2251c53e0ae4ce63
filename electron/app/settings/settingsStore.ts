import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { settings, type Settings } from '../../../core/contract/operations.ts';
import { readAnswers } from '../../../core/plan/wizard/answers.ts';
import type { StateFile } from '../../files/stateFile.ts';

/** Name of the file in the state folder. */
export const settingsFile = 'settings.json';

const first: Settings = { theme: 'system', zoom: 1, lastRoom: 'provision' };

const kept = z.object(settings.partial().shape);

/** Reads the settings from a file's fields; undefined when a value has the wrong form. */
export function keptSettings(fields: unknown): Settings | undefined {
  const parsed = kept.safeParse(fields);
  return parsed.success && readAnswers(parsed.data.wizardDefaults ?? {}).ok ? { ...first, ...parsed.data } : undefined;
}

/** Reads the window's settings for the command line. The file is never changed; a damaged file counts as missing. */
export async function settingsIn(folder: string): Promise<Settings> {
  try {
    return keptSettings(JSON.parse(await readFile(join(folder, settingsFile), 'utf8'))) ?? first;
  } catch {
    return first;
  }
}

export class SettingsStore {
  #settings: Settings = first;
  readonly #file: Pick<StateFile, 'load' | 'save'>;

  constructor(file: Pick<StateFile, 'load' | 'save'>) {
    this.#file = file;
  }

  async load(): Promise<void> {
    this.#settings = (await this.#file.load(keptSettings)) ?? first;
  }

  get(): Settings {
    return this.#settings;
  }

  async set(changes: Partial<Settings>): Promise<Settings> {
    this.#settings = { ...this.#settings, ...changes };
    // If the setting cannot be saved, it is still used until the window closes.
    await this.#file.save(this.#settings);
    return this.#settings;
  }
}
