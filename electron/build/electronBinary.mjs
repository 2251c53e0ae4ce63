// Whether Electron's binary is present or can be downloaded. `require('electron')` would start a download by itself.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inRoot, note } from './paths.mjs';

const home = inRoot('node_modules', 'electron');
const defaults = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
/** Remembers for a day that the download failed, so that a closed network does not delay each start. */
const refused = inRoot('node_modules', '.cache', 'trust-bench', 'no-electron');
const day = 24 * 3600 * 1000;

/** Returns the path of the binary; undefined when it is missing. */
export function electronBinary(environment = process.env) {
  const named = join(home, 'path.txt');
  const name = existsSync(named) ? readFileSync(named, 'utf8') : (defaults[process.platform] ?? 'electron');
  const path = join(environment.ELECTRON_OVERRIDE_DIST_PATH || join(home, 'dist'), name);
  return existsSync(path) ? path : undefined;
}

function mayFetch(environment) {
  if (environment.CI || environment.TRUST_BENCH_NO_DOWNLOAD || environment.ELECTRON_SKIP_BINARY_DOWNLOAD) return false;
  return !existsSync(refused) || Date.now() - statSync(refused).mtimeMs > day;
}

/** Whether the download server answers within 3 s. */
async function reachable(environment) {
  const from = environment.ELECTRON_MIRROR || environment.npm_config_electron_mirror || 'https://github.com/electron/electron/releases/';
  try {
    await fetch(from, { method: 'HEAD', signal: AbortSignal.timeout(3000) });
    return true;
  } catch {
    return false;
  }
}

/** Downloads the binary (about 120 MB) if this is allowed and possible. Returns its path, or undefined and the reason. */
export async function fetchElectron(environment = process.env) {
  if (!mayFetch(environment)) return { why: 'its download is switched off here or failed today' };
  if (await reachable(environment)) {
    note('fetching Electron (about 120 MB, once)');
    spawnSync(process.execPath, [join(home, 'install.js')], { stdio: ['ignore', 2, 2], timeout: 600_000 });
    const path = electronBinary(environment);
    if (path !== undefined) return { path };
  }
  mkdirSync(dirname(refused), { recursive: true });
  writeFileSync(refused, '');
  return { why: 'it can not be downloaded from here' };
}
