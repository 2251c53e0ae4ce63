// Where things lie. Plain Node, no dependencies: runs before anything is installed.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const inRoot = (...parts) => join(root, ...parts);
export const dist = inRoot('dist');

// A message that nobody can read stops nothing.
process.stderr.on('error', () => undefined);

/** Messages of the tools themselves go to stderr, so that a program's stdout stays clean. */
export const note = (line) => process.stderr.write(`trust-bench: ${line}\n`);

/** Runs a program; an error becomes its one sentence on stderr and exit code 1. */
export async function program(run) {
  try {
    return await run();
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
