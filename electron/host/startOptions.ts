import { resolve } from 'node:path';
import type { Environment } from '../files/folders.ts';

const option = '--operator';

/**
 * The job file of `--operator JOB`; undefined without that option. npm starts in the program's folder: the path is relative to
 * where the user was.
 */
export function operatorJob(words: readonly string[], environment: Environment): string | undefined {
  const at = words.findIndex((word) => word === option || word.startsWith(`${option}=`));
  const word = words[at];
  if (word === undefined) return undefined;
  const path = word === option ? (words[at + 1] ?? '') : word.slice(option.length + 1);
  return resolve(environment['INIT_CWD'] ?? '', path);
}
