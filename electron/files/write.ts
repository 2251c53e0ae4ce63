import { open, rename, type FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { targetOf, whyNotWritten, writeThrough } from './target.ts';
import { throughTemporary } from './unfinished.ts';

export interface WriteOptions {
  /** Permission bits of a new file; 0o600 for anything private. */
  readonly mode?: number;
}

/** So that the new name survives a power cut. Windows can't sync a folder, and needs not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
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
 * Writes a file whole or not at all: beside it, synced, then renamed over it. When it fails, an older file of this
 * name is as it was and nothing is left behind; what a kill leaves is removed at the next start. A link stays one, and
 * the file that it leads to is written; a pipe or a device is written to.
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
