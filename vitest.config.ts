import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = import.meta.dirname;
const folders = ['core', 'electron', 'renderer', 'e2e/harness'];

/** Tests that replace a module (`vi.mock`) or measure their process: each needs one of its own, since the others share theirs. */
const alone = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.test\.tsx?$/.test(file))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => readFileSync(join(root, file), 'utf8').match(/vi\.mock\(|process\.cpuUsage/) !== null),
);

/** Files that take more than 8 s of a core, the longest first. They begin first, so that no core is idle at the end. */
const long = [
  'electron/cli/places.test.ts',
  'e2e/harness/faults/killSample.test.ts',
  'electron/cli/output.test.ts',
  'e2e/harness/faults/sample.test.ts',
  'electron/cli/secrets.test.ts',
  'electron/files/archive/archive.test.ts',
  'core/certificates/chainOpenssl.test.ts',
  'core/update/mutation.test.ts',
  'electron/cli/bundle.test.ts',
  'electron/cli/bundleBad.test.ts',
  'electron/journal/stall.test.ts',
  'electron/app/run/otherChip.test.ts',
  'electron/app/line/operator.test.ts',
  'electron/app/line/slots.test.ts',
  'e2e/harness/soak/lineSoak.test.ts',
  'electron/cli/otherChip.test.ts',
];

/** Vitest itself begins with the largest files when it has no times of an earlier run. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      if (project.name === 'alone') return -1;
      const at = long.indexOf(relative(root, moduleId).replaceAll('\\', '/'));
      return at < 0 ? long.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    // One more than cores, because many tests wait: for a process, a disk or a deadline.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
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
