// `npm start [-- --operator JOB]`: installs and builds what is missing, then opens the window in Electron, or in an installed Chromium.
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { electronBinary, fetchElectron } from './electronBinary.mjs';
import { ensureBrowser } from './ensureBrowser.mjs';
import { ensureNode, ensurePackages } from './install.mjs';
import { inRoot, note, program, root } from './paths.mjs';
import { ensureBuilt } from './stale.mjs';

/** Options of the program itself. */
const words = process.argv.slice(2);

function hasDisplay() {
  if (process.platform !== 'linux' || process.env.TRUST_BENCH_HEADLESS === '1') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Electron's binary, unless the Chromium host is requested or Electron is not available. */
async function chooseElectron() {
  if (process.env.TRUST_BENCH_HOST === 'chromium' || process.env.TRUST_BENCH_HEADLESS === '1') return undefined;
  const present = electronBinary();
  if (present !== undefined) return present;
  const { path, why } = await fetchElectron();
  if (path === undefined) note(`Electron is not here (${why}): opening the window in an installed Chromium`);
  return path;
}

function runElectron(path) {
  const environment = { ...process.env };
  // With this variable, the binary would behave like plain Node.
  delete environment.ELECTRON_RUN_AS_NODE;
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (asRoot) note('running as root: Electron starts without its sandbox');
  const child = spawn(path, [...(asRoot ? ['--no-sandbox'] : []), root, ...words], { stdio: 'inherit', env: environment });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      note(`Electron did not start: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function runChromium() {
  const browser = await ensureBrowser();
  if (browser === undefined) return 1;
  const host = await import(pathToFileURL(inRoot('dist', 'chromium.js')).href);
  return host.runChromium({ ...process.env, TRUST_BENCH_BROWSER: browser }, words);
}

async function start() {
  ensureNode();
  if (!hasDisplay()) {
    note('there is no display here (DISPLAY and WAYLAND_DISPLAY are not set). Without a window: npx trust-bench demo');
    return 1;
  }
  ensurePackages();
  await ensureBuilt();
  const electron = await chooseElectron();
  return electron === undefined ? runChromium() : runElectron(electron);
}

process.exit(await program(start));
