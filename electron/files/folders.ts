import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Environment = Readonly<Record<string, string | undefined>>;

/** dist/, where this file's bundle lies. */
export const distFolder = dirname(fileURLToPath(import.meta.url)).replace(/[\\/]chunks$/, '');

/** Where the workstation keeps its state, as the platform has it; `TRUST_BENCH_STATE_DIR` overrides it. */
export function stateFolder(environment: Environment, platform: NodeJS.Platform): string {
  const asked = environment['TRUST_BENCH_STATE_DIR'];
  if (asked !== undefined && asked !== '') return asked;
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Trust Bench');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Trust Bench');
  return join(environment['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'trust-bench');
}

/** Where the Chromium host saves: it has no dialog of its own. */
export function saveFolder(environment: Environment): string {
  const asked = environment['TRUST_BENCH_SAVE_DIR'];
  return asked !== undefined && asked !== '' ? asked : join(homedir(), 'Trust Bench');
}
