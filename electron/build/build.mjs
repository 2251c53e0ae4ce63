// Builds everything into dist/: the window's bundle, the hosts and the command line, the two preload scripts.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureNode, ensurePackages } from './install.mjs';
import { dist, inRoot, note, program, root } from './paths.mjs';
import { newestSource, writeCommandLineInputs, writeStamp } from './stale.mjs';

const common = {
  root,
  configFile: false,
  logLevel: 'warn',
  clearScreen: false,
  publicDir: false,
};

/** Packages that are not bundled: they are native, or so large and self-contained that bundling has no advantage. */
const external = [/^electron$/, /^serialport$/, /^playwright-core$/, /^7z-wasm$/, /^node:/, ...builtinModules];

const nodeEntries = () =>
  Object.fromEntries(
    Object.entries({
      'electron-main': inRoot('electron', 'host', 'electron.ts'),
      chromium: inRoot('electron', 'host', 'chromium.ts'),
      browser: inRoot('electron', 'host', 'browser.ts'),
      cli: inRoot('electron', 'cli', 'launch.ts'),
      seriesWorker: inRoot('electron', 'app', 'series', 'seriesWorker.ts'),
      benchmark: inRoot('e2e', 'harness', 'benchmark', 'main.ts'),
      materialWorker: inRoot('electron', 'app', 'material', 'materialWorker.ts'),
      verifyWorker: inRoot('electron', 'app', 'reels', 'verifyWorker.ts'),
      archiveWorker: inRoot('electron', 'files', 'archive', 'worker.ts'),
      faults: inRoot('e2e', 'harness', 'faults', 'main.ts'),
      soak: inRoot('e2e', 'harness', 'soak', 'main.ts'),
    }).filter(([, path]) => existsSync(path)),
  );

const ssr = { noExternal: true, external: ['electron', 'serialport', 'playwright-core', '7z-wasm'] };
const nodeTarget = { ssr: true, target: 'node20', outDir: dist, emptyOutDir: false, sourcemap: true, minify: false };

const nodeBuild = () => ({
  ...common,
  ssr,
  build: {
    ...nodeTarget,
    rolldownOptions: {
      input: nodeEntries(),
      external,
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});

/** Builds one file, because only a single script can be started with its compiled code (electron/cli/launch.ts). */
const commandLineBuild = () => ({
  ...common,
  ssr,
  build: {
    ...nodeTarget,
    rolldownOptions: {
      input: { commandLine: inRoot('electron', 'cli', 'main.ts') },
      external,
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false, dynamicImportInCjs: false },
    },
  },
});

const preloadBuild = (name, format, output) => ({
  ...common,
  build: {
    target: 'chrome130',
    outDir: dist,
    emptyOutDir: false,
    minify: false,
    lib: { entry: inRoot('electron', 'host', 'preload', `${name}.ts`), formats: [format], name: 'trustBenchPreload', fileName: () => `${output}.cjs` },
    rolldownOptions: { external: [/^electron$/] },
  },
});

const rendererBuild = (react) => ({
  ...common,
  root: inRoot('renderer'),
  base: './',
  plugins: [react()],
  build: {
    target: 'chrome130',
    outDir: inRoot('dist', 'renderer'),
    emptyOutDir: true,
    // The window's policy allows fonts and scripts only from its own origin, so only images are inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
});

/** Removes the chunks of earlier builds. Each build would add new ones, because their names contain a hash. */
function dropOldChunks(output) {
  const made = new Set(output.map(({ fileName }) => basename(fileName)));
  for (const name of readdirSync(inRoot('dist', 'chunks'))) {
    if (!made.has(name) && !made.has(name.replace(/\.map$/, ''))) rmSync(inRoot('dist', 'chunks', name));
  }
}

/** Removes what V8 compiled of earlier bundles and packages (electron/files/compiledCode.ts). */
function dropCompiled() {
  for (const name of readdirSync(dist)) if (/-v.*\.cache/.test(name)) rmSync(inRoot('dist', name), { force: true });
}

/** Builds everything. Throws vite's error. */
export async function build() {
  const started = performance.now();
  const from = newestSource();
  const [{ build: viteBuild }, { default: react }] = await Promise.all([import('vite'), import('@vitejs/plugin-react')]);
  const [node, commandLine] = await Promise.all([
    viteBuild(nodeBuild()),
    viteBuild(commandLineBuild()),
    viteBuild(preloadBuild('electron', 'cjs', 'preload')),
    viteBuild(preloadBuild('chromium', 'iife', 'preloadChromium')),
    viteBuild(rendererBuild(react)),
  ]);
  dropOldChunks(node.output);
  writeCommandLineInputs(commandLine.output.flatMap(({ moduleIds = [] }) => moduleIds));
  dropCompiled();
  writeStamp(from);
  return performance.now() - started;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await program(async () => {
    ensureNode();
    ensurePackages();
    note(`built in ${((await build()) / 1000).toFixed(1)} s`);
  });
}
