// `npm run soak`: processes hundreds of chips at two ports, with faults, and watches memory and journal (e2e/harness/soak).
import { spawnSync } from 'node:child_process';
import { ensureNode, ensurePackages } from './install.mjs';
import { inRoot, program } from './paths.mjs';
import { ensureBuilt } from './stale.mjs';

await program(async () => {
  ensureNode();
  ensurePackages();
  await ensureBuilt();
});
// Memory is measured after a garbage collection. Node allows calling it only with this start option.
const run = spawnSync(process.execPath, ['--expose-gc', inRoot('dist', 'soak.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = run.status ?? 1;
