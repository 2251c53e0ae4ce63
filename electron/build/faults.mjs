// `npm run faults`: cuts every procedure at every APDU, resumes it, and compares the results (e2e/harness/faults).
import { pathToFileURL } from 'node:url';
import { ensureNode, ensurePackages } from './install.mjs';
import { inRoot, program } from './paths.mjs';
import { ensureBuilt } from './stale.mjs';

const built = inRoot('dist', 'faults.js');
await program(async () => {
  ensureNode();
  ensurePackages();
  await ensureBuilt();
  const { ensureSocat } = await import('./ensureBrowser.mjs');
  ensureSocat();
});
// The workers start this same file.
process.argv[1] = built;
await import(pathToFileURL(built).href);
