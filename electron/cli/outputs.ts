import { InvalidArgumentError } from '@commander-js/extra-typings';
import { descriptorOf } from '../files/target.ts';

/** As the name of a file to write: standard output, as `-` is standard input where a file is read. */
export const stdout = '-' as const;

/** Whether the result goes to standard output, where that is so unless a file is named. */
export const toStdout = (path: string | undefined): path is undefined | typeof stdout | `/${string}` => path === undefined || path === stdout || descriptorOf(path) === 1;

/** What goes into a file or folder alone: private keys, the secrets of a reel, what is written beside a command's answer. */
export function namedFile(path: string): string {
  if (path === stdout) throw new InvalidArgumentError('It requires a file name: this is not written to standard output.');
  return path;
}
