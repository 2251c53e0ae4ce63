import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

const root = import.meta.dirname;
const folders = ['core', 'electron', 'renderer', 'e2e/harness'];

/** Tests that replace a module (`vi.mock`) or measure their process: each needs one of its own, since the others share theirs. */
const alone = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.test\.tsx?$/.test(file))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => readFileSync(join(root, file), 'utf8').match(/vi\.mock\(|process\.cpuUsage/) !== null),
);

export default defineConfig({
  test: {
    // Vitest alone leaves one core idle.
    maxWorkers: availableParallelism(),
    maxConcurrency: 8,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          // One load of the modules for all files of a worker: half of the time. It also shows that no module keeps state of a test.
          isolate: false,
          include: folders.map((folder) => `${folder}/**/*.test.{ts,tsx}`),
          exclude: [...configDefaults.exclude, ...alone],
        },
      },
      { extends: true, test: { name: 'alone', include: alone } },
    ],
  },
});
