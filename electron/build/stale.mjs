// Whether dist/ is older than its sources.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { alone } from './lock.mjs';
import { dist, inRoot, installed, note, root } from './paths.mjs';

const stamp = join(dist, 'built-from');
const outputs = ['electron-main.js', 'chromium.js', 'browser.js', 'cli.js', 'commandLine.cjs', 'faults.js', 'preload.cjs', 'preloadChromium.cjs'];
/** Lists the sources of the command line, one in each line. */
const commandLineInputs = join(dist, 'commandLine.inputs');
const notBuilt = /\.test\.tsx?$|[\\/]testing[\\/]/;

/** Time of the newest change in a folder, ms. Removing a file changes the time of its folder. */
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

const isStale = () =>
  !existsSync(stamp) ||
  outputs.some((name) => !existsSync(join(dist, name))) ||
  Number(readFileSync(stamp, 'utf8')) < newestSource();

/** Saves which sources the command line has. @param modules the bundler's names of the command line's modules */
export function writeCommandLineInputs(modules) {
  const sources = modules.map((id) => relative(root, id.replace(/\?.*$/, ''))).filter((path) => !path.startsWith('\0') && !path.startsWith('..') && !path.split(sep).includes('node_modules'));
  writeFileSync(commandLineInputs, [...new Set([...sources, 'package.json', 'package-lock.json', join('electron', 'build', 'build.mjs')])].join('\n'));
}

/**
 * Whether the command line in dist/ was built from the present sources, with the packages of the lock file. Checks only the files
 * that it was built from; a new file counts when one of these imports it. Takes a few ms. After a "no", the full checks decide.
 */
export function commandLineIsFresh() {
  try {
    const from = Number(readFileSync(stamp, 'utf8'));
    const inputs = readFileSync(commandLineInputs, 'utf8').split('\n');
    const lock = statSync(inRoot('package-lock.json')).mtimeMs;
    return existsSync(join(dist, 'commandLine.cjs')) && existsSync(join(dist, 'cli.js')) && statSync(installed).mtimeMs >= lock && inputs.every((path) => statSync(inRoot(path)).mtimeMs <= from);
  } catch {
    return false;
  }
}

/** Builds if needed. Throws vite's message when the build fails. */
export async function ensureBuilt() {
  if (!isStale()) return;
  await alone(async () => {
    // Another program may have finished the build in the meantime.
    if (!isStale()) return;
    note('building');
    const { build } = await import('./build.mjs');
    await build();
  });
}
