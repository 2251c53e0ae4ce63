// `npm test [unit|e2e]`: types, lint, unit and property tests, end-to-end flows. The last line has the sums: `N passed, N failed`.
// If tests were skipped, their names are printed before, and `, N skipped` is added. With TRUST_BENCH_NO_SKIPS=1 a skip is a failure.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureNode, ensurePackages } from './install.mjs';
import { inRoot, note, root } from './paths.mjs';

const reports = mkdtempSync(join(tmpdir(), 'trust-bench-reports-'));

/** Prints and counts one check that passes or fails. `text` says what is wrong. */
function single(name, { ok, text }) {
  process.stdout.write(`${ok ? 'ok' : 'FAILED'}  ${name}\n${ok ? '' : text}`);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [] };
}

const lost = { passed: 0, failed: 1, skipped: [] };
/** Counts at least one failure when a runner failed, even if its report has no failure. */
const atLeastOne = (failed, exitCode) => (failed === 0 && exitCode !== 0 ? 1 : failed);

/** Sums vitest's report. A file that could not be loaded has no tests, so it counts as one failure. */
function sumOfVitest({ numPassedTests: passed, numFailedTests, testResults }, exitCode) {
  const unloaded = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'));
  const skipped = testResults.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status === 'skipped' || status === 'pending' || status === 'todo').map(({ fullName }) => fullName));
  return { passed, failed: atLeastOne(numFailedTests + unloaded.length, exitCode), skipped };
}

const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];

/**
 * Sums Playwright's report. Tests that did not run because of an earlier failure are skipped tests in the report; here they are
 * not counted, because they belong to that failure.
 */
function sumOfPlaywright({ suites, errors, stats: { expected, unexpected, flaky } }, exitCode) {
  const tests = suites.flatMap(specsOf).flatMap(({ title, tests }) => tests.map((test) => ({ ...test, title })));
  const skipped = tests.filter(({ status, annotations }) => status === 'skipped' && annotations.some(({ type }) => type === 'skip'));
  const notRun = tests.filter(({ status }) => status === 'skipped').length - skipped.length;
  return { passed: expected, failed: atLeastOne(unexpected + flaky + notRun + errors.length, exitCode), skipped: skipped.map(({ title }) => title) };
}

/** Runs a test runner that writes a report file, and sums that report. */
function runner(name, args, environment, sum) {
  const report = join(reports, `${name}.json`);
  const child = spawn(process.execPath, args(report), { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...environment(report) } });
  return new Promise((resolve) => {
    child.once('error', () => resolve(lost));
    child.once('close', (code) => resolve(existsSync(report) ? sum(JSON.parse(readFileSync(report, 'utf8')), code) : lost));
  });
}

const vitest = () =>
  runner('unit', (report) => [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], () => ({}), sumOfVitest);

const playwright = () =>
  runner('e2e', () => [inRoot('node_modules', 'playwright', 'cli.js'), 'test', '--config', inRoot('e2e', 'playwright.config.ts')], (report) => ({ TRUST_BENCH_REPORT: report }), sumOfPlaywright);

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
  if ((await ensureBrowser()) === undefined) return [lost];
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
const total = (key) => sums.reduce((sum, one) => sum + one[key], 0);
const failed = total('failed') + (noSkips ? skipped.length : 0);
process.exitCode = failed === 0 ? 0 : 1;
process.stdout.write(`${total('passed')} passed, ${failed} failed${skipped.length === 0 ? '' : `, ${skipped.length} skipped`}\n`);
