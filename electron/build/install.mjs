// Installs the packages when they are missing or differ from the lock file. Plain Node, no dependencies.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRoot, installed, note, root } from './paths.mjs';

const digest = () => createHash('sha256').update(readFileSync(inRoot('package-lock.json'))).digest('hex');

/** Reads from a lock file the version of every installed package, by name. */
function versions(file) {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  return new Map(Object.entries(packages).filter(([path]) => path !== '').map(([path, entry]) => [path, entry]));
}

/** Whether node_modules matches the lock file. npm writes what it has installed into a hidden lock file. */
function sameAsLock() {
  const hidden = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const present = versions(hidden);
  for (const [path, entry] of versions(inRoot('package-lock.json'))) {
    const found = present.get(path);
    if (found === undefined ? entry.optional !== true : found.version !== entry.version) return false;
  }
  return true;
}

function remember() {
  mkdirSync(dirname(installed), { recursive: true });
  writeFileSync(installed, digest());
}

/** Runs npm: the npm that started this program, otherwise the one in the path. */
export function runNpm(args, options) {
  const npm = process.env.npm_execpath;
  return npm !== undefined && npm.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, ...options })
    : spawnSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd: root, ...options, shell: process.platform === 'win32' });
}

const npmCi = () => runNpm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] });

/** Installs the packages if needed. Throws a sentence when that is not possible. */
export function ensurePackages() {
  if (existsSync(installed) && readFileSync(installed, 'utf8') === digest()) {
    // Updates the time, because the quick check (stale.mjs) only compares times.
    if (statSync(installed).mtimeMs < statSync(inRoot('package-lock.json')).mtimeMs) remember();
    return;
  }
  if (!sameAsLock()) {
    note('the packages are missing or not those of package-lock.json: npm ci');
    if (npmCi().status !== 0) throw new Error('npm ci failed. Check that the npm registry can be reached, then try again.');
  }
  remember();
}

/** Throws a sentence when Node is too old. */
export function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= 20) return;
  throw new Error(`Node ${process.versions.node} is too old: install Node 20 or newer.`);
}
