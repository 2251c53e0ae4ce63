// Paths of the project. Plain Node without dependencies, because it runs before anything is installed.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const inRoot = (...parts) => join(root, ...parts);
export const dist = inRoot('dist');
/** This file is written when the installed packages match the lock file. */
export const installed = inRoot('node_modules', '.cache', 'trust-bench', 'lock');

// A message that cannot be written must not stop the tool.
process.stderr.on('error', () => undefined);

/** Writes a tool's message to stderr, because stdout is for a program's output. */
export const note = (line) => process.stderr.write(`trust-bench: ${line}\n`);

/** Runs a program. If it throws, writes the error to stderr as a sentence and sets exit code 1. */
export async function program(run) {
  try {
    return await run();
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
