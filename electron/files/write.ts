import { renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { open, rename, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { onDisk, withFile } from './disk.ts';
import { orNothing } from './reasons.ts';
import { targetOf, whyNotWritten, writeThrough } from './target.ts';
import { temporaryBeside, throughTemporary } from './unfinished.ts';

export interface WriteOptions {
  /** Permission bits of a new file; 0o600 for anything private. */
  readonly mode?: number;
}

/** Syncs the folder, so that a new name survives a power cut. On Windows this is neither possible nor necessary. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await withFile(folder, 'r', onDisk).catch(() => undefined);
}

async function fill(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'wx', mode);
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle?.close();
  }
}

const forOwnerAlone = (mode: number): boolean => (mode & 0o077) === 0;

/**
 * Writes a file completely or not at all: writes a temporary file in the same folder, syncs it, and renames it. After a fault, an
 * older file of this name is unchanged and no temporary file remains. After a kill, the next start removes the temporary file. For
 * a link, the link's target is written. A pipe or device is written directly.
 */
export async function writeAtomic(path: string, bytes: Uint8Array, options: WriteOptions = {}): Promise<Result<void, 'file/not-written'>> {
  const mode = options.mode ?? 0o644;
  try {
    const target = await targetOf(path, forOwnerAlone(mode));
    if (target.kind !== 'file') return ok(await writeThrough(target, bytes));
    await throughTemporary(target.path, async (temporary) => {
      await fill(temporary, bytes, mode);
      await rename(temporary, target.path);
    });
    await syncFolder(dirname(target.path));
    return ok(undefined);
  } catch (thrown) {
    return err(fault('file/not-written', { file: basename(path), reason: whyNotWritten(thrown) }));
  }
}

/**
 * Writes a small file of this program's state folder, completely or not at all. The file must not hold a secret: after a kill, its
 * temporary file stays for some minutes (`removeLeftovers`). Only the waits for the disk are asynchronous, because a run waits for
 * this file, and the thread pool is shared by all boards.
 */
export async function replaceOwn(path: string, bytes: Uint8Array): Promise<Result<void, 'file/not-written'>> {
  const temporary = temporaryBeside(path);
  try {
    await withFile(temporary, 'wx', async (file) => {
      writeFileSync(file, bytes);
      await onDisk(file);
    });
    renameSync(temporary, path);
    await syncFolder(dirname(path));
    return ok(undefined);
  } catch (thrown) {
    orNothing(() => unlinkSync(temporary));
    return err(fault('file/not-written', { file: basename(path), reason: whyNotWritten(thrown) }));
  }
}
