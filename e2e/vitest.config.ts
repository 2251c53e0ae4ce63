import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: {
    include: ['e2e/*.test.ts', 'e2e/flows/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // A real browser on a loaded machine: a flow that fails is tried once more before it counts.
    retry: 2,
  },
});
