#!/usr/bin/env node
// `npx trust-bench …` in a checkout: builds when needed, then runs the command line. Stdout belongs to the command.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot, program } from './paths.mjs';
import { commandLineIsFresh, ensureBuilt } from './stale.mjs';

// An installed program has dist/ but no sources.
if (existsSync(inRoot('core')) && !commandLineIsFresh()) {
  await program(async () => {
    const { ensureNode, ensurePackages } = await import('./install.mjs');
    ensureNode();
    ensurePackages();
    await ensureBuilt();
  });
}
await import(pathToFileURL(inRoot('dist', 'cli.js')).href);
