import { closeSync, fsync, mkdirSync, openSync, renameSync, statSync, type Stats } from 'node:fs';
import { promisify } from 'node:util';
import { errorCode } from '../files/reasons.ts';

/** Makes the folder where there is none. Node calls a read-only disk a missing folder when it may make several: asked for the one, the system says why. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    if (errorCode(thrown) !== 'ENOENT') throw thrown;
    mkdirSync(folder, { mode: 0o700 });
  }
}

/** Waits until a file is on the disk. That may take long, so it is the only call of these that is not synchronous. */
export const onDisk = promisify(fsync);

/** Uses a file, and closes it whatever happens. @param flags as `open` takes them */
export async function withFile(path: string, flags: 'a' | 'r', use: (file: number) => Promise<void>): Promise<void> {
  const file = openSync(path, flags, 0o600);
  try {
    await use(file);
  } finally {
    closeSync(file);
  }
}

/** @returns false where the system refuses */
export function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch {
    return false;
  }
}

/** Undefined when there is no such file, or its folder cannot be looked at. */
export function foundAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
