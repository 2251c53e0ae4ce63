// `npm run bench`: measures the workstation's time and memory against its own limits (e2e/harness/benchmark).
import { spawnSync } from 'node:child_process';
import { ensureNode, ensurePackages } from './install.mjs';
import { inRoot, program } from './paths.mjs';
import { ensureBuilt } from './stale.mjs';

await program(async () => {
  ensureNode();
  ensurePackages();
  await ensureBuilt();
});
// In a separate process, so that the memory used for building is not counted.
const run = spawnSync(process.execPath, [inRoot('dist', 'benchmark.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = run.status ?? 1;
