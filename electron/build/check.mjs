// `npm run check [-- COMMIT]`: types, lint, and the tests for the changes since COMMIT (default: uncommitted changes).
// For use during development.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { ensureNode, ensurePackages } from './install.mjs';
import { inRoot, note, program, root } from './paths.mjs';

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter((line) => line !== '');
const isTest = (path) => /\.test\.tsx?$/.test(path) && !/^e2e\/(first|flows)\//.test(path) && path !== 'e2e/host.test.ts';
const imported = (path) =>
  [...readFileSync(inRoot(path), 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, specifier]) => posix.join(posix.dirname(path), specifier));

/** Finds test files that were changed, or that directly import a changed file. */
function concerned(since) {
  const changed = new Set([...git('diff', '--name-only', since), ...git('ls-files', '--others', '--exclude-standard')]);
  const tests = [...git('ls-files'), ...changed].filter((path) => isTest(path) && existsSync(inRoot(path)));
  return [...new Set(tests)].filter((path) => changed.has(path) || imported(path).some((target) => changed.has(target)));
}

await program(async () => {
  ensureNode();
  ensurePackages();
  const started = performance.now();
  const [{ typecheck }, { lint }] = await Promise.all([import('./typecheck.mjs'), import('./lint.mjs')]);
  const results = await Promise.all([typecheck(), lint()]);
  for (const { text } of results) process.stdout.write(text);
  const tests = concerned(process.argv[2] ?? 'HEAD');
  const run = tests.length === 0 ? 0 : spawnSync(process.execPath, [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', ...tests], { cwd: root, stdio: 'inherit' }).status;
  const good = results.every(({ ok }) => ok) && run === 0;
  note(`check: ${good ? 'good' : 'errors'}, ${tests.length} test files, ${((performance.now() - started) / 1000).toFixed(0)} s`);
  process.exitCode = good ? 0 : 1;
});
