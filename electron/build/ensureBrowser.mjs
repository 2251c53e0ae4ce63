// Finds a Chromium, or installs Debian's where that is possible.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot, note } from './paths.mjs';

const find = async () => (await import(pathToFileURL(inRoot('dist', 'browser.js')).href)).findBrowser(process.env);

/** How to run a command as root without asking anybody; undefined when it can't be done. */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : undefined;
}

/** Installs Debian packages; whether it worked. Says what it does in one line. */
export function installPackages(names) {
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

/** A browser's path; undefined after a sentence that says what to do. */
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

/** The tests of serial lines use socat; without it they are skipped by name. */
export function ensureSocat() {
  const present = () => spawnSync('socat', ['-V'], { stdio: 'ignore' }).status === 0;
  if (process.platform === 'linux' && !present()) installPackages(['socat']);
  if (!present()) note('socat is not here: the tests of serial lines are skipped');
}
