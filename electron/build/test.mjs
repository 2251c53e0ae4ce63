// `npm test [unit|e2e]`: types, lint, unit and property tests, end-to-end flows. Its last line is the sum of them all.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureNode, ensurePackages } from './install.mjs';
import { inRoot, note, root } from './paths.mjs';

const reports = mkdtempSync(join(tmpdir(), 'trust-bench-reports-'));

/** One check that is good or not, with the text that says what is wrong. */
function single(name, { ok, text }) {
  process.stdout.write(`${ok ? 'ok' : 'FAILED'}  ${name}\n${ok ? '' : text}`);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

/** Sums vitest's own report. A file that did not load has no tests in it, so it counts as one failure. */
function summed(path, exitCode) {
  if (!existsSync(path)) return { passed: 0, failed: 1 };
  const { numPassedTests: passed, numFailedTests, testResults } = JSON.parse(readFileSync(path, 'utf8'));
  const unloaded = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'));
  const failed = numFailedTests + unloaded.length;
  // An error outside of any test makes vitest fail too.
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

function vitest(name, args) {
  const report = join(reports, `${name}.json`);
  const command = [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args];
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => {
    child.once('error', () => resolve({ passed: 0, failed: 1 }));
    child.once('close', (code) => resolve(summed(report, code)));
  });
}

async function checks() {
  const [{ typecheck }, { lint }] = await Promise.all([import('./typecheck.mjs'), import('./lint.mjs')]);
  return [single('types of every room', await typecheck()), single('lint, and the direction of imports', lint())];
}

async function unit() {
  const { ensureSocat } = await import('./ensureBrowser.mjs');
  ensureSocat();
  return [await vitest('unit', [])];
}

async function flows() {
  const { ensureBrowser } = await import('./ensureBrowser.mjs');
  if ((await ensureBrowser()) === undefined) return [{ passed: 0, failed: 1 }];
  return [await vitest('e2e', ['--config', 'e2e/vitest.config.ts'])];
}

async function run(part) {
  ensureNode();
  ensurePackages();
  const { ensureBuilt } = await import('./stale.mjs');
  const parts = { unit: [checks, unit], e2e: [flows] }[part] ?? [checks, unit, flows];
  // Unit tests start the built command line too.
  await ensureBuilt();
  const sums = [];
  for (const one of parts) sums.push(...(await one()));
  return sums;
}

const sums = await run(process.argv[2]).catch((error) => {
  note(`the tests could not run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return [{ passed: 0, failed: 1 }];
});
rmSync(reports, { recursive: true, force: true });
const total = (key) => sums.reduce((sum, one) => sum + one[key], 0);
process.exitCode = total('failed') === 0 ? 0 : 1;
process.stdout.write(`${total('passed')} passed, ${total('failed')} failed\n`);
