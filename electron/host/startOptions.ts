import { resolve } from 'node:path';
import type { Environment } from '../files/folders.ts';

const option = '--operator';

/**
 * Finds the job file of `--operator JOB`; undefined without that option. npm starts the program in the program's folder, but the
 * path is relative to the user's folder.
 */
export function operatorJob(words: readonly string[], environment: Environment): string | undefined {
  const at = words.findIndex((word) => word === option || word.startsWith(`${option}=`));
  const word = words[at];
  if (word === undefined) return undefined;
  const path = word === option ? (words[at + 1] ?? '') : word.slice(option.length + 1);
  return resolve(environment['INIT_CWD'] ?? '', path);
}
