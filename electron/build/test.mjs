// `npm test [unit|e2e]`: types, lint, unit and property tests, end-to-end flows. The last line has the sums: `N passed, N failed`.
// The names of failed and skipped tests are printed before it. If tests were skipped, `, N skipped` is added to it. With
// TRUST_BENCH_NO_SKIPS=1 a skip is a failure.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureNode, ensurePackages } from './install.mjs';
import { inRoot, note, root } from './paths.mjs';
import { lost, sumOfPlaywright, sumOfRunner } from './sums.mjs';

const reports = mkdtempSync(join(tmpdir(), 'trust-bench-reports-'));

/** Prints and counts one check that passes or fails. `text` says what is wrong. */
function single(name, { ok, text }) {
  process.stdout.write(`${ok ? 'ok' : 'FAILED'}  ${name}\n${ok ? '' : text}`);
  return { passed: ok ? 1 : 0, failed: ok ? [] : [name], skipped: [] };
}

/** Runs a test runner that writes a report to the file that TRUST_BENCH_REPORT names, and sums that report. */
function runner(name, args, sum) {
  const report = join(reports, `${name}.json`);
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, TRUST_BENCH_REPORT: report } });
  return new Promise((resolve) => {
    child.once('error', () => resolve(lost));
    child.once('close', (code) => resolve(sumOfRunner(existsSync(report) ? readFileSync(report, 'utf8') : undefined, code, sum)));
  });
}

const vitest = () => runner('unit', [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=default', `--reporter=${inRoot('electron', 'build', 'sumReporter.mjs')}`], (sum) => sum);

const playwright = () => runner('e2e', [inRoot('node_modules', 'playwright', 'cli.js'), 'test', '--config', inRoot('e2e', 'playwright.config.ts')], sumOfPlaywright);

async function checks() {
  const [{ typecheck }, { lint }] = await Promise.all([import('./typecheck.mjs'), import('./lint.mjs')]);
  const [types, rules] = await Promise.all([typecheck(), lint()]);
  return [single('types of every room', types), single('lint, the direction of imports, and what nobody uses', rules)];
}

async function unit() {
  return [await vitest()];
}

async function flows() {
  const { ensureBrowser } = await import('./ensureBrowser.mjs');
  if ((await ensureBrowser()) === undefined) return [{ passed: 0, failed: [], skipped: ['all flows: there is no browser'] }];
  return [await playwright()];
}

async function run(part) {
  ensureNode();
  ensurePackages();
  const { ensureBuilt } = await import('./stale.mjs');
  const parts = { unit: [checks, unit], e2e: [flows] }[part] ?? [checks, unit, flows];
  const { ensureJudges } = await import('./ensureBrowser.mjs');
  ensureJudges();
  // Unit tests also start the built command line.
  await ensureBuilt();
  const sums = [];
  for (const one of parts) sums.push(...(await one()));
  return sums;
}

const sums = await run(process.argv[2]).catch((error) => {
  note(`the tests could not run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return [lost];
});
rmSync(reports, { recursive: true, force: true });
const skipped = sums.flatMap((sum) => sum.skipped);
const noSkips = process.env['TRUST_BENCH_NO_SKIPS'] === '1';
for (const name of skipped) note(`skipped: ${name}`);
const failures = sums.flatMap((sum) => sum.failed);
for (const name of failures) note(`failed: ${name}`);
const passed = sums.reduce((sum, one) => sum + one.passed, 0);
const failed = failures.length + (noSkips ? skipped.length : 0);
process.exitCode = failed === 0 ? 0 : 1;
process.stdout.write(`${passed} passed, ${failed} failed${skipped.length === 0 ? '' : `, ${skipped.length} skipped`}\n`);
