// Finds a Chromium, or installs Debian's if possible.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot, note } from './paths.mjs';

const find = async () => (await import(pathToFileURL(inRoot('dist', 'browser.js')).href)).findBrowser(process.env);

/** How to run a command as root without a password; undefined when that is not possible. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined;
}

/** Installs Debian packages. Prints one line about it. @returns whether it worked */
function installPackages(names) {
  const prefix = process.platform === 'linux' && existsSync('/usr/bin/apt-get') ? asRoot() : undefined;
  if (prefix === undefined) return false;
  note(`installing ${names.join(', ')}: apt-get install -y ${names.join(' ')}`);
  const apt = (...args) => {
    const [command, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return spawnSync(command, rest, { stdio: ['ignore', 'ignore', 2] }).status === 0;
  };
  const install = () => apt('install', '-y', '-qq', '--no-install-recommends', ...names);
  return install() || (apt('update', '-qq') && install());
}

/** Returns a browser's path. If there is none, prints what to do and returns undefined. */
export async function ensureBrowser() {
  const found = await find();
  if (found !== undefined) return found;
  installPackages(['chromium']);
  const installed = await find();
  if (installed === undefined) {
    note('no Chromium, Chrome or Edge was found. Install one (Debian: sudo apt-get install chromium), or name it with TRUST_BENCH_BROWSER.');
  }
  return installed;
}

/** Programs that tests need, for comparing or as the other end of a line, with their Debian packages. */
const judges = { socat: 'socat', openssl: 'openssl', python3: 'python3', cc: 'gcc', ss: 'iproute2' };

/** Installs missing programs if possible. Tests that need a missing program are skipped, and counted by name. */
export function ensureJudges() {
  const missing = () => Object.keys(judges).filter((name) => spawnSync(name, ['-h'], { stdio: 'ignore' }).error !== undefined);
  const before = missing();
  if (process.platform === 'linux' && before.length > 0) installPackages(before.map((name) => judges[name]));
  for (const name of missing()) note(`${name} is not here: the tests that need it are skipped`);
}

/** Installs socat if it is missing: the fault harness kills a process at the other end of a serial line. */
export function ensureSocat() {
  if (process.platform === 'linux' && spawnSync('socat', ['-V'], { stdio: 'ignore' }).error !== undefined) installPackages(['socat']);
}
