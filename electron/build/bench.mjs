// `npm run bench`: what the workstation costs, against its own limits (e2e/bench).
import { pathToFileURL } from 'node:url';
import { ensureNode, ensurePackages } from './install.mjs';
import { inRoot, program } from './paths.mjs';
import { ensureBuilt } from './stale.mjs';

await program(async () => {
  ensureNode();
  ensurePackages();
  await ensureBuilt();
});
await import(pathToFileURL(inRoot('dist', 'bench.js')).href);
