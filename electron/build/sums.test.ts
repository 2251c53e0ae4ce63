import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sumOfPlaywright, sumOfRunner, type Sum } from './sums.mjs';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'trust-bench-sums-'));
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const report = join(folder, 'report.json');

/** Runs a runner on these files of tests. @returns its sum */
function sumOf(files: Readonly<Record<string, string>>, args: readonly string[], sum: (report: unknown) => Sum): Sum {
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), `const fail = () => { throw new Error('x'); };\n${text}`);
  rmSync(report, { force: true });
  const { VITEST: _, NODE_ENV: __, ...environment } = process.env;
  const { status } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { ...environment, TRUST_BENCH_REPORT: report, PLAYWRIGHT_JSON_OUTPUT_NAME: report } });
  for (const file of Object.keys(files)) rmSync(join(folder, file));
  return sumOfRunner(existsSync(report) ? readFileSync(report, 'utf8') : undefined, status, sum);
}

describe('the sum of vitest', () => {
  const vitest = (files: Readonly<Record<string, string>>): Sum => {
    const named = Object.entries(files).map(([name, text]) => [`${name}.test.mjs`, `import { afterAll, beforeAll, describe, expect, it } from 'vitest';\n${text}`]);
    return sumOf(Object.fromEntries(named), [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', `--reporter=${join(import.meta.dirname, 'sumReporter.mjs')}`], (sum) => sum as Sum);
  };

  it('counts tests that did not run, and hooks that failed before and after tests', () => {
    const before = "describe('before', () => { beforeAll(fail); it('a', () => undefined); it('b', () => undefined); it.skip('c', fail); });";
    const after = "for (const name of ['after', 'also after']) describe(name, () => { afterAll(fail); it('d', () => undefined); it('e', fail); });";
    expect(vitest({ hooks: before + after, plain: "it('f', () => undefined); it.todo('g');" })).toEqual({
      passed: 3,
      failed: ['before > a: it did not run', 'before > b: it did not run', 'after > e: x', 'also after > e: x', 'before: x', 'after: x', 'also after: x'].map((name) => `hooks.test.mjs > ${name}`),
      skipped: ['before > c', 'g'],
    });
  });

  it('counts a file that cannot be loaded, and an error outside of tests', () => {
    const late = "it('a', () => void setTimeout(fail)); it('b', () => new Promise((done) => setTimeout(done, 50)));";
    expect(vitest({ unloaded: 'fail();', late })).toEqual({ passed: 2, failed: ['unloaded.test.mjs: x', 'an error outside of tests: x'], skipped: [] });
  });
});

it('the sum of Playwright counts what did not run after a failure, and a file that cannot be loaded', () => {
  const good = "import { test } from 'playwright/test';\ntest('a', () => undefined); test.skip('b', fail); test.describe.serial('one', () => { test('c', fail); test('d', () => undefined); });";
  const playwright = [join(root, 'node_modules', 'playwright', 'cli.js'), 'test', '--reporter=json', '--workers=1'];
  expect(sumOf({ 'good.spec.mjs': good }, playwright, sumOfPlaywright)).toEqual({ passed: 1, failed: ['good.spec.mjs > c: Error: x', 'good.spec.mjs > d: it did not run'], skipped: ['b'] });
  expect(sumOf({ 'good.spec.mjs': good, 'unloaded.spec.mjs': 'fail();' }, playwright, sumOfPlaywright).failed).toContainEqual(expect.stringContaining('Error: x'));
});

describe('the sum of a runner', () => {
  const good = { passed: 1, failed: [], skipped: [] };
  it.each([
    ['without a report', undefined, 0],
    ['with a cut report', '{"passed":1,', 0],
    ['that failed without a failure in its report', JSON.stringify(good), 1],
  ])('%s is a failure', (_, text, code) => expect(sumOfRunner(text, code, (sum) => sum as Sum).failed).toHaveLength(1));
  it('is that of its report', () => expect(sumOfRunner(JSON.stringify(good), 0, (sum) => sum as Sum)).toEqual(good));
});
