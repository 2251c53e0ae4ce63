// Checks the types of all folders, each with its own libraries (`tsc -b`, tsconfig.json). Prints the messages; exit code 1 for any.
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { ensurePackages } from './install.mjs';
import { inRoot, note, program, root } from './paths.mjs';

/** Checks all folders. The compiler's results are stored beside the packages, so that a second check looks only at changed files. */
export function typecheck() {
  const child = spawn(process.execPath, [inRoot('node_modules', 'typescript', 'bin', 'tsc'), '-b', '--pretty', 'false'], { cwd: root });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  return new Promise((resolve) => {
    child.once('error', (thrown) => resolve({ ok: false, text: `${thrown.message}\n` }));
    child.once('close', (code) => resolve({ ok: code === 0, text }));
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await program(ensurePackages);
  const { ok, text } = await typecheck();
  process.stdout.write(text);
  note(ok ? 'types: good' : 'types: errors');
  process.exitCode = ok ? 0 : 1;
}
