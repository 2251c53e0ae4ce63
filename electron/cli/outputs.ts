import { InvalidArgumentError } from '@commander-js/extra-typings';
import { descriptorOf } from '../files/target.ts';

/** As the name of an output file, it means standard output, as `-` means standard input for an input file. */
export const stdout = '-' as const;

/** Whether the result goes to standard output, for commands that do so unless a file is named. */
export const toStdout = (path: string | undefined): path is undefined | typeof stdout | `/${string}` => path === undefined || path === stdout || descriptorOf(path) === 1;

/** Outputs that must be a file or folder: private keys, the secrets of a reel, and files beside a command's result. */
export function namedFile(path: string): string {
  if (path === stdout) throw new InvalidArgumentError('It requires a file name: this is not written to standard output.');
  return path;
}
