// `npm run bench`: what the workstation costs, against its own limits (e2e/harness/bench).
import { spawnSync } from 'node:child_process';
import { ensureNode, ensurePackages } from './install.mjs';
import { inRoot, program } from './paths.mjs';
import { ensureBuilt } from './stale.mjs';

await program(async () => {
  ensureNode();
  ensurePackages();
  await ensureBuilt();
});
// In a process of its own: what building takes must not count as memory of ours.
const run = spawnSync(process.execPath, [inRoot('dist', 'bench.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = run.status ?? 1;
