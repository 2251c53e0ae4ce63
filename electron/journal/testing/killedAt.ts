import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path of the first file in a journal's folder. */
export const journalPath = (folder: string): string => join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? '');

/**
 * Changes a journal to the state after a kill: it ends where the last run began the step, and its head is older.
 * The program that wrote the journal must be closed before.
 * @param torn whether the kill happened while the next line was written
 */
export function killedAt(folder: string, step: string, torn = false): void {
  const path = journalPath(folder);
  const lines = readFileSync(path, 'utf8').split('\n');
  const at = lines.findLastIndex((line) => line.includes('"step-begun"') && line.includes(`"${step}"`));
  if (at <= 0) throw new Error(`The journal has no step ${step}.`);
  writeFileSync(path, `${lines.slice(0, at + 1).join('\n')}\n${torn ? '{"seq":' : ''}`);
  for (const name of readdirSync(folder)) if (name.endsWith('.head.json')) rmSync(join(folder, name));
}
