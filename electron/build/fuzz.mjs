// `npm run fuzz`: random input for every parser, also from a hostile bridge (e2e/harness/fuzz), in three ways: by properties
// (fast-check), guided by coverage, and by megabytes while memory is measured. FUZZ_RUNS: inputs for each property; FUZZ_SECONDS:
// duration of the guided search for each parser; FUZZ_SEED; FUZZ_ONLY: part of the parsers' names.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureNode, ensurePackages } from './install.mjs';
import { inRoot, program, root } from './paths.mjs';

/** Everything ends after this time. A busy computer has tried fewer inputs by then. Minutes */
const minutes = 9.5;

const folder = inRoot('dist', 'fuzz');

/** Keeps every module in a separate file, so that coverage separates our code from that of packages. */
async function build() {
  const { build: viteBuild } = await import('vite');
  const fuzz = (...parts) => inRoot('e2e', 'harness', 'fuzz', ...parts);
  const input = { main: fuzz('main.ts'), guidedWorker: fuzz('guided', 'worker.ts'), weighMain: fuzz('weighMain.ts') };
  const rolldownOptions = { input, output: { format: 'es', preserveModules: true, entryFileNames: '[name].js' } };
  await viteBuild({ root, configFile: false, logLevel: 'warn', publicDir: false, build: { ssr: true, target: 'node20', outDir: folder, emptyOutDir: true, minify: false, rolldownOptions } });
}

function run(args, environment = {}) {
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

async function all(reports) {
  const file = (name) => join(reports, `${name}.json`);
  const figures = (name) => JSON.parse(readFileSync(file(name), 'utf8'));
  const properties = [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', 'e2e/harness/fuzz/fuzz.test.ts', 'e2e/harness/fuzz/hostileBridge.test.ts', '--testTimeout=300000'];
  const started = performance.now();
  const end = String(Date.now() + minutes * 60_000);
  const part = (name, share = '') => run([join(folder, 'main.js'), name, file(name + share), share], { FUZZ_END: end });
  // Two sequences run at the same time, for two processors.
  const lanes = [
    async () => [await run(properties, { FUZZ_RUNS: process.env['FUZZ_RUNS'] ?? '5000', FUZZ_FIGURES: file('properties') }), await part('memory', '0')],
    async () => [await part('guided'), await part('memory', '1')],
  ];
  const codes = (await Promise.all(lanes.map((lane) => lane()))).flat();
  const [tried, guided, ...weighed] = ['properties', 'guided', 'memory0', 'memory1'].map(figures);
  const parts = [tried, guided, ...weighed];
  const crashes = parts.reduce((sum, one) => sum + one.crashes, 0);
  const slowest = parts.map((one) => one.slowest).reduce((a, b) => (b.ms > a.ms ? b : a));
  const most = weighed.map((one) => one.most).reduce((a, b) => (b.MB > a.MB ? b : a));
  const left = weighed.reduce((sum, one) => sum + one.left, 0);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(
    `fuzz: ${tried.parsers} parsers and a hostile bridge, ${tried.inputs} inputs by properties, ${guided.runs} guided (${guided.seedBlocks} → ${guided.blocks} blocks), ` +
      `${crashes} crashes, slowest ${slowest.ms.toFixed(0)} ms (${slowest.name}), most memory ${most.MB.toFixed(0)} MB (${most.name}), ${left > 0 ? `${left} parsers not weighed for want of time, ` : ''}${seconds} s\n`,
  );
  return crashes === 0 && left === 0 && codes.every((code) => code === 0);
}

await program(async () => {
  ensureNode();
  ensurePackages();
  await build();
  const reports = mkdtempSync(join(tmpdir(), 'trust-bench-fuzz-'));
  const good = await all(reports).finally(() => rmSync(reports, { recursive: true, force: true }));
  process.exitCode = good ? 0 : 1;
});
