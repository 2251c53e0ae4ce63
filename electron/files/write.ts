import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { reason } from './reasons.ts';

export interface WriteOptions {
  /** Permission bits of a new file; 0o600 for anything private. */
  readonly mode?: number;
}

/** So that the new name survives a power cut. Windows can't sync a folder, and needs not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => undefined);
  await handle.close();
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

/**
 * Writes a file whole or not at all: beside it, synced, then renamed over it. When it fails, an older file of this
 * name is as it was and nothing is left behind.
 */
export async function writeAtomic(path: string, bytes: Uint8Array, options: WriteOptions = {}): Promise<Result<void, 'file/not-written'>> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await fill(temporary, bytes, options.mode ?? 0o644);
    await rename(temporary, path);
    await syncFolder(folder);
    return ok(undefined);
  } catch (thrown) {
    await rm(temporary, { force: true }).catch(() => undefined);
    return err(fault('file/not-written', { file: basename(path), reason: reason(thrown) }));
  }
}
