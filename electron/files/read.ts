import { constants, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { errorCode, reason } from './reasons.ts';

export type ReadFault = 'file/not-found' | 'file/unreadable' | 'file/empty' | 'file/too-large' | 'file/changed';

/** Most bytes that are taken from a file which people hand over. */
export const fileLimit = 16 * 1024 * 1024;

function unfit(name: string, stat: Stats, limit: number): Result<void, ReadFault> {
  if (stat.isDirectory()) return err(fault('file/unreadable', { file: name, reason: 'It is a folder.' }));
  if (!stat.isFile()) return err(fault('file/unreadable', { file: name, reason: 'It is a device, not a file.' }));
  if (stat.size > limit) return err(fault('file/too-large', { file: name, bytes: stat.size, limit }));
  return stat.size === 0 ? err(fault('file/empty', { file: name })) : ok(undefined);
}

/** Reads what was there when the file was opened. */
async function readAll(handle: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    const { bytesRead } = await handle.read(bytes, at, size - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

/** Reads a whole file of 1 … `limit` bytes. Never reads more, never waits for a pipe. Faults name the file, not its folder. */
export async function readFileLimited(path: string, limit = fileLimit): Promise<Result<Uint8Array, ReadFault>> {
  const name = basename(path);
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK opening a named pipe would wait for its writer.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = await handle.stat();
    const fit = unfit(name, stat, limit);
    if (!fit.ok) return fit;
    const bytes = await readAll(handle, stat.size);
    // A download or copy that is still on: half of it would look like a damaged file.
    const after = await handle.stat();
    const still = after.size === stat.size && after.mtimeMs === stat.mtimeMs && bytes.length === stat.size;
    return still ? ok(bytes) : err(fault('file/changed', { file: name }));
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return err(fault('file/not-found', { file: name }));
    return err(fault('file/unreadable', { file: name, reason: reason(thrown) }));
  } finally {
    await handle?.close();
  }
}
