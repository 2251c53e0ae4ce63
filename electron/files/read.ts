import { closeSync, constants, openSync, read as readCallback, readSync, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { errorCode, reason } from './reasons.ts';
import { descriptorOf } from './target.ts';

export type ReadFault = 'file/not-found' | 'file/unreadable' | 'file/empty' | 'file/too-large' | 'file/changed';

/** Maximum size of a file from a user, bytes. */
export const fileLimit = 16 * 1024 * 1024;

function unfit(name: string, stat: Stats, limit: number): Result<void, ReadFault> {
  if (stat.isDirectory()) return err(fault('file/unreadable', { file: name, reason: 'It is a folder.' }));
  if (!stat.isFile()) return err(fault('file/unreadable', { file: name, reason: 'It is a device, not a file.' }));
  if (stat.size > limit) return err(fault('file/too-large', { file: name, bytes: stat.size, limit }));
  return stat.size === 0 ? err(fault('file/empty', { file: name })) : ok(undefined);
}

/** Reads as many bytes as the file had when it was opened. */
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

/** Reads a whole file of 1 … `limit` bytes. Never reads more, and never waits for a pipe. Faults name the file without its folder. */
export async function readFileLimited(path: string, limit = fileLimit): Promise<Result<Uint8Array, ReadFault>> {
  const name = basename(path);
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK, opening a named pipe waits for its writer.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = await handle.stat();
    const fit = unfit(name, stat, limit);
    if (!fit.ok) return fit;
    const bytes = await readAll(handle, stat.size);
    // The file changed during the read: a download or copy is still running. Half of it would look like a damaged file.
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

const readFrom = promisify(readCallback);
const pieceBytes = 64 * 1024;
const pauseMs = 10;

/** Reads a file or pipe to its end, synchronously. Undefined when it has more than `limit` bytes; throws the system's error. */
export function readSyncLimited(path: string, limit = fileLimit): Uint8Array | undefined {
  const descriptor = openSync(path, 'r');
  try {
    const pieces: Uint8Array[] = [];
    for (let bytes = 0; bytes <= limit; ) {
      const piece = new Uint8Array(pieceBytes);
      const length = readSync(descriptor, piece);
      if (length === 0) return new Uint8Array(Buffer.concat(pieces));
      bytes += length;
      pieces.push(piece.subarray(0, length));
    }
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** Reads the next piece; undefined at the end. If the descriptor is not ready, waits for it. */
async function nextPiece(descriptor: number): Promise<Uint8Array | undefined> {
  const piece = new Uint8Array(pieceBytes);
  for (;;) {
    try {
      const { bytesRead } = await readFrom(descriptor, piece, 0, pieceBytes, null);
      return bytesRead === 0 ? undefined : piece.subarray(0, bytesRead);
    } catch (thrown) {
      if (errorCode(thrown) !== 'EAGAIN') throw thrown;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** Reads a pipe or device to its end. Stops after `limit` bytes, because it may never end. */
async function readToEnd(descriptor: number, name: string, limit: number): Promise<Result<Uint8Array, ReadFault>> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for (let piece = await nextPiece(descriptor); piece !== undefined; piece = await nextPiece(descriptor)) {
    bytes += piece.length;
    if (bytes > limit) return err(fault('file/too-large', { file: name, bytes, limit }));
    pieces.push(piece);
  }
  return bytes === 0 ? err(fault('file/empty', { file: name })) : ok(new Uint8Array(Buffer.concat(pieces)));
}

const isStream = (path: string): Promise<boolean> => stat(path).then((found) => found.isFIFO() || found.isCharacterDevice(), () => false);

/**
 * Reads a file like `readFileLimited`, or a pipe (`<(…)`, `/dev/fd/63`, a named one) or device to its end. Waits for a
 * slow writer. For the command line, where the user can stop it.
 */
export async function readFileOrPipe(path: string, limit = fileLimit): Promise<Result<Uint8Array, ReadFault>> {
  const descriptor = descriptorOf(path);
  if (descriptor === undefined && !(await isStream(path))) return readFileLimited(path, limit);
  const name = basename(path);
  let handle: FileHandle | undefined;
  try {
    handle = descriptor === undefined ? await open(path, constants.O_RDONLY | (constants.O_NOCTTY ?? 0)) : undefined;
    return await readToEnd(descriptor ?? handle?.fd ?? 0, name, limit);
  } catch (thrown) {
    return err(fault('file/unreadable', { file: name, reason: reason(thrown) }));
  } finally {
    await handle?.close();
  }
}
