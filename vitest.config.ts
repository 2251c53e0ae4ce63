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

/** Files that need a core for more than 7 s, the longest first. They begin first, so that no core is idle at the end. */
const busy = [
  'electron/cli/places.test.ts',
  'electron/cli/output.test.ts',
  'e2e/harness/faults/killSample.test.ts',
  'e2e/harness/faults/sample.test.ts',
  'e2e/harness/soak/lineSoak.test.ts',
  'core/update/mutation.test.ts',
  'electron/cli/bundle.test.ts',
  'electron/cli/secrets.test.ts',
  'core/certificates/chainOpenssl.test.ts',
  'electron/files/archive/archive.test.ts',
  'core/keys/oldLocks.test.ts',
  'electron/cli/bundleBad.test.ts',
  'electron/cli/otherChip.test.ts',
];

/** Files that wait for more than 5 s, for a deadline or for a person's pause, and use no core meanwhile. */
const waiting = [
  'electron/journal/stall.test.ts',
  'electron/app/line/slots.test.ts',
  'electron/app/line/operator.test.ts',
  'electron/app/line/line.test.ts',
  'electron/app/line/blocked.test.ts',
  'electron/cli/jobRunPort.test.ts',
  'electron/app/line/odd.test.ts',
  'electron/app/run/otherChip.test.ts',
  'electron/app/line/leaving.test.ts',
  'electron/app/line/stopReasons.test.ts',
  'electron/app/line/thereBefore.test.ts',
  'electron/app/line/endEngineer.test.ts',
];

/** How many files run from one waiting file to the next: while one worker waits, the others keep the cores busy. */
const [busyBetween, othersBetween] = [2, 20];

/** Busy files first. Vitest itself begins with the largest files when it has no times of an earlier run. */
class WithoutIdleCores extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const name = ({ moduleId }: TestSpecification): string => relative(root, moduleId).replaceAll('\\', '/');
    const rank = (file: TestSpecification): number => {
      if (file.project.name === 'alone') return -1;
      const at = busy.indexOf(name(file));
      return at < 0 ? busy.length : at;
    };
    const waits = files.filter((file) => waiting.includes(name(file))).sort((a, b) => waiting.indexOf(name(a)) - waiting.indexOf(name(b)));
    const others = (await super.sort(files.filter((file) => !waits.includes(file)))).sort((a, b) => rank(a) - rank(b));
    const sorted: TestSpecification[] = [];
    let since = Infinity;
    for (const file of others) {
      const wait = rank(file) >= 0 && since >= (rank(file) < busy.length ? busyBetween : othersBetween) ? waits.shift() : undefined;
      if (wait !== undefined) sorted.push(wait);
      since = wait === undefined ? since + 1 : 1;
      sorted.push(file);
    }
    return [...sorted, ...waits];
  }
}

export default defineConfig({
  test: {
    // One more than cores, because many tests wait: for a process, a disk or a deadline.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: WithoutIdleCores },
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
