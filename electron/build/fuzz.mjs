// `npm run fuzz`: foreign bytes into every parser and from a hostile bridge (electron/fuzz). FUZZ_RUNS: inputs per property.
import { spawnSync } from 'node:child_process';
import { ensureNode, ensurePackages } from './install.mjs';
import { inRoot, program, root } from './paths.mjs';

await program(async () => {
  ensureNode();
  ensurePackages();
});
const environment = { ...process.env, FUZZ_RUNS: process.env['FUZZ_RUNS'] ?? '5000' };
const run = spawnSync(process.execPath, [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', 'electron/fuzz', '--testTimeout=300000'], { cwd: root, env: environment, stdio: 'inherit' });
process.exitCode = run.status ?? 1;
