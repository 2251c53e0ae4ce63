import { appendFileSync, closeSync, fsync, ftruncateSync, mkdirSync, openSync, renameSync, statSync, type Stats } from 'node:fs';
import { promisify } from 'node:util';
import { errorCode, orNothing } from './reasons.ts';

/**
 * Makes the folder if it is missing. When Node may make several levels, it reports a read-only disk as a missing
 * folder; with one level, the system's own reason is reported.
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    if (errorCode(thrown) !== 'ENOENT') throw thrown;
    mkdirSync(folder, { mode: 0o700 });
  }
}

/** Waits until a file is on the disk. That may take long, so only this call is asynchronous. */
export const onDisk = promisify(fsync);

/**
 * Appends bytes completely or not at all: on a full disk, the part that had room is taken away again. Only for a file to which nobody
 * else writes meanwhile. @param size of the file now
 */
export function appendWhole(file: number, bytes: Uint8Array, size: number): void {
  try {
    appendFileSync(file, bytes);
  } catch (thrown) {
    orNothing(() => ftruncateSync(file, size));
    throw thrown;
  }
}

/** Opens a file, uses it, and always closes it. @param flags as `open` takes them */
export async function withFile(path: string, flags: 'a' | 'r' | 'wx', use: (file: number) => Promise<void>): Promise<void> {
  const file = openSync(path, flags, 0o600);
  try {
    await use(file);
  } finally {
    closeSync(file);
  }
}

/** Renames a file. @returns false when the system refuses */
export function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch {
    return false;
  }
}

/** Facts about a file; undefined when there is no such file, or its folder is not accessible. */
export const foundAt = (path: string): Stats | undefined => orNothing(() => statSync(path, { throwIfNoEntry: false }));
