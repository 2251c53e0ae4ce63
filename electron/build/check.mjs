// `npm run check [-- COMMIT]`: types, lint, and the tests for the changes since COMMIT (default: uncommitted changes).
// For use during development.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { concernedTests } from './concerned.mjs';
import { ensureNode, ensurePackages } from './install.mjs';
import { inRoot, note, program, root } from './paths.mjs';

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter((line) => line !== '');
/** Test files that run at once. Between two groups the time is looked at. */
const group = 16;
/** After this time no further group is begun: the whole takes less than a minute. ms */
const enoughMs = 30_000;

/** Finds test files that use a file that was changed since a commit; the nearest to the change come first. */
function concerned(since) {
  const changed = [...git('diff', '--name-only', since), ...git('ls-files', '--others', '--exclude-standard')];
  const sources = [...new Set([...git('ls-files'), ...changed])].filter((path) => /\.(tsx?|mjs)$/.test(path) && existsSync(inRoot(path)));
  return concernedTests(changed, new Map(sources.map((path) => [path, readFileSync(inRoot(path), 'utf8')])));
}

/** What was tested, as a sentence. */
function sayTested(all, ran) {
  if (all === 0) return 'not tested: no unit test uses what was changed';
  return ran === all ? `${ran} test files` : `${ran} of ${all} test files that use what was changed; \`npm test\` runs all`;
}

const runTests = (files) => spawnSync(process.execPath, [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', ...files], { cwd: root, stdio: 'inherit' }).status === 0;

await program(async () => {
  ensureNode();
  ensurePackages();
  const started = performance.now();
  const [{ typecheck }, { lint }] = await Promise.all([import('./typecheck.mjs'), import('./lint.mjs')]);
  const results = await Promise.all([typecheck(), lint()]);
  for (const { text } of results) process.stdout.write(text);
  const tests = concerned(process.argv[2] ?? 'HEAD');
  let [ran, passed] = [0, true];
  for (; passed && ran < tests.length && performance.now() - started < enoughMs; ran = Math.min(ran + group, tests.length)) passed = runTests(tests.slice(ran, ran + group));
  const good = results.every(({ ok }) => ok) && passed;
  const verdict = !good ? 'errors' : ran === 0 ? 'types and lint are good' : 'good';
  note(`check: ${verdict}; ${sayTested(tests.length, ran)}, ${((performance.now() - started) / 1000).toFixed(0)} s`);
  process.exitCode = good ? 0 : 1;
});
