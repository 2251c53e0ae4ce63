// Sums of passed, failed and skipped tests from the runners' own reports.

const up = function* (one) {
  for (let above = one.parent; above !== undefined; above = above.parent) yield above;
};
const broken = (one) => one.errors().length > 0;

/**
 * Sums vitest's modules. A test that did not run because something above it failed (`beforeAll`, the file itself) counts as failed,
 * and so does each file or suite with an error of its own.
 * @param unhandled errors that belong to no test
 */
export function sumOfVitest(modules, unhandled) {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const state = (test) => (test.result().state !== 'skipped' || test.options.mode !== 'run' || ![...up(test)].some(broken) ? test.result().state : 'failed');
  const of = (wanted) => tests.filter((test) => state(test) === wanted);
  const errors = modules.flatMap((module) => [module, ...module.children.allSuites()]).filter(broken).length + unhandled.length;
  return { passed: of('passed').length, failed: of('failed').length + of('pending').length + errors, skipped: of('skipped').map(({ fullName }) => fullName) };
}

const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];

/** Sums Playwright's report. A test that did not run because of an earlier failure counts as failed. */
export function sumOfPlaywright({ suites, errors, stats: { expected, unexpected, flaky } }) {
  const tests = suites.flatMap(specsOf).flatMap(({ title, tests }) => tests.map((test) => ({ ...test, title })));
  const skipped = tests.filter(({ status, annotations }) => status === 'skipped' && annotations.some(({ type }) => type === 'skip'));
  const notRun = tests.filter(({ status }) => status === 'skipped').length - skipped.length;
  return { passed: expected, failed: unexpected + flaky + notRun + errors.length, skipped: skipped.map(({ title }) => title) };
}

/** The sum of a runner without a readable report. */
export const lost = { passed: 0, failed: 1, skipped: [] };

/** Sum of a runner that has ended. Without a readable report, or when it failed without a failure in its report, that counts as one failure. */
export function sumOfRunner(report, exitCode, sum) {
  try {
    const found = sum(JSON.parse(report ?? ''));
    return { ...found, failed: found.failed === 0 && exitCode !== 0 ? 1 : found.failed };
  } catch {
    return lost;
  }
}
