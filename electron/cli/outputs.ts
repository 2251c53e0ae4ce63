import { InvalidArgumentError } from '@commander-js/extra-typings';
import { descriptorOf } from '../files/target.ts';

/** As an output file, `-` means standard output; as an input file it means standard input. */
export const stdout = '-' as const;

/** Whether the result goes to standard output. For commands that do so unless a file is named. */
export const toStdout = (path: string | undefined): path is undefined | typeof stdout | `/${string}` => path === undefined || path === stdout || descriptorOf(path) === 1;

/** Refuses `-` for outputs that must be a file or folder: private keys, a reel's secrets, and files beside a command's result. */
export function namedFile(path: string): string {
  if (path === stdout) throw new InvalidArgumentError('It requires a file name: this is not written to standard output.');
  return path;
}
