// How many tests passed, and which failed or were skipped, from the runners' own reports.

const up = function* (one) {
  for (let above = one.parent; above !== undefined; above = above.parent) yield above;
};
const broken = (one) => one.errors().length > 0;
const firstLine = (text) => String(text).split('\n', 1)[0];

/** File and name of a test, suite or file of vitest, and its first error. */
function saysOf(one) {
  const error = (one.type === 'test' ? one.result().errors : one.errors())?.[0];
  const name = [one.module?.relativeModuleId ?? one.relativeModuleId, one.fullName].filter((part) => part !== undefined).join(' > ');
  return `${name}: ${error === undefined ? 'it did not run' : firstLine(error.message)}`;
}

/**
 * Sums vitest's modules. A test that did not run because something above it failed (`beforeAll`, the file itself) counts as failed,
 * and so does each file or suite with an error of its own.
 * @param unhandled errors that belong to no test
 */
export function sumOfVitest(modules, unhandled) {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const state = (test) => (test.result().state !== 'skipped' || test.options.mode !== 'run' || ![...up(test)].some(broken) ? test.result().state : 'failed');
  const of = (wanted) => tests.filter((test) => state(test) === wanted);
  const withErrors = modules.flatMap((module) => [module, ...module.children.allSuites()]).filter(broken);
  const failed = [...of('failed').map(saysOf), ...of('pending').map(saysOf), ...withErrors.map(saysOf), ...unhandled.map(({ message }) => `an error outside of tests: ${firstLine(message)}`)];
  return { passed: of('passed').length, failed, skipped: of('skipped').map(({ fullName }) => fullName) };
}

const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];

/** Sums Playwright's report. A test that did not run because of an earlier failure counts as failed. */
export function sumOfPlaywright({ suites, errors, stats: { expected } }) {
  const tests = suites.flatMap(specsOf).flatMap(({ title, file, tests }) => tests.map((test) => ({ ...test, title, name: `${file} > ${title}` })));
  const skipped = tests.filter(({ status, annotations }) => status === 'skipped' && annotations.some(({ type }) => type === 'skip'));
  const failed = tests.filter((test) => test.status !== 'expected' && !skipped.includes(test)).map(({ name, results }) => `${name}: ${firstLine(results.find(({ error }) => error !== undefined)?.error.message ?? 'it did not run')}`);
  return { passed: expected, failed: [...failed, ...errors.map(({ message }) => firstLine(message))], skipped: skipped.map(({ title }) => title) };
}

/** The sum of a runner without a readable report. */
export const lost = { passed: 0, failed: ['a runner without a readable report'], skipped: [] };

/** Sum of a runner that has ended. Without a readable report, or when it failed without a failure in its report, that counts as one failure. */
export function sumOfRunner(report, exitCode, sum) {
  try {
    const found = sum(JSON.parse(report ?? ''));
    return { ...found, failed: found.failed.length === 0 && exitCode !== 0 ? [`a runner that ended with ${exitCode}`] : found.failed };
  } catch {
    return lost;
  }
}
