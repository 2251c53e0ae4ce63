import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Environment = Readonly<Record<string, string | undefined>>;

/** dist/, the folder of this file's bundle. */
export const distFolder = dirname(fileURLToPath(import.meta.url)).replace(/[\\/]chunks$/, '');

/** The folder for the workstation's state, by the platform's convention. `TRUST_BENCH_STATE_DIR` sets another folder. */
export function stateFolder(environment: Environment, platform: NodeJS.Platform): string {
  const asked = environment['TRUST_BENCH_STATE_DIR'];
  if (asked !== undefined && asked !== '') return asked;
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Trust Bench');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Trust Bench');
  return join(environment['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'trust-bench');
}

/** The folder for saved files that the environment sets. It has priority over the folder in Settings. */
export function fixedSaveFolder(environment: Environment): string | undefined {
  const asked = environment['TRUST_BENCH_SAVE_DIR'];
  return asked === '' ? undefined : asked;
}

/** The folder in which the Chromium host usually saves, since it has no save dialog. */
export const saveFolder = (environment: Environment): string => fixedSaveFolder(environment) ?? join(homedir(), 'Trust Bench');
