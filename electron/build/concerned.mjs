// Which tests use changed files. Works only on paths and texts, so that its tests need no files.
import { importsOf } from './rooms.mjs';

const isTest = (path) => /\.test\.tsx?$/.test(path) && !/^e2e\/(first|flows)\//.test(path) && path !== 'e2e/host.test.ts';

/** For each file, the files that import it. */
function importersOf(texts) {
  const importers = new Map();
  for (const [path, text] of texts) {
    for (const { target } of importsOf(path, text)) if (target !== undefined) importers.set(target, [...(importers.get(target) ?? []), path]);
  }
  return importers;
}

/**
 * Finds the tests that import a changed file, also through other files; those that are nearest to the change come first.
 * @param texts text of each file by its path from the root, with slashes
 */
export function concernedTests(changed, texts) {
  const importers = importersOf(texts);
  const seen = new Set(changed);
  for (const path of seen) for (const importer of importers.get(path) ?? []) seen.add(importer);
  return [...seen].filter((path) => isTest(path) && texts.has(path));
}
