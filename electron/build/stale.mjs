// Whether dist/ is older than its sources.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alone } from './lock.mjs';
import { dist, inRoot, note } from './paths.mjs';

const stamp = join(dist, 'built-from');
const outputs = ['electron-main.js', 'chromium.js', 'browser.js', 'cli.js', 'faults.js', 'preload.cjs', 'preloadChromium.cjs'];
const notBuilt = /\.test\.tsx?$|[\\/]testing[\\/]/;

/** Time of the newest change in a folder, ms. A removed file changes its folder's time. */
function newestUnder(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return notBuilt.test(path) ? 0 : stat.mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestUnder(join(path, name))), stat.mtimeMs);
}

export const newestSource = () =>
  ['core', 'electron', 'renderer', 'resources', 'e2e/harness', 'package.json', 'package-lock.json']
    .map((name) => inRoot(name))
    .filter((path) => existsSync(path))
    .reduce((newest, path) => Math.max(newest, newestUnder(path)), 0);

export function writeStamp(from) {
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, String(from));
}

export const isStale = () =>
  !existsSync(stamp) ||
  outputs.some((name) => !existsSync(join(dist, name))) ||
  Number(readFileSync(stamp, 'utf8')) < newestSource();

/** Builds if needed. Throws vite's message when the build fails. */
export async function ensureBuilt() {
  if (!isStale()) return;
  await alone(async () => {
    // Another program may have built it meanwhile.
    if (!isStale()) return;
    note('building');
    const { build } = await import('./build.mjs');
    await build();
  });
}
