import { constants, write as writeCallback } from 'node:fs';
import { lstat, open, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { promisify } from 'node:util';
import { errorCode, reason } from './reasons.ts';

/** A place to which something is written, by its kind. */
export type Target =
  /** A file that may be replaced, or a new file. Not a link. */
  | { readonly kind: 'file'; readonly path: string }
  /** A pipe or a device. */
  | { readonly kind: 'stream'; readonly path: string }
  /** A file, pipe or device that the program was started with (an inherited descriptor). */
  | { readonly kind: 'descriptor'; readonly number: number };

/** Why a path cannot be written, as a sentence. */
class NotWritable extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

const standard: Readonly<Record<string, number>> = { '/dev/stdin': 0, '/dev/stdout': 1, '/dev/stderr': 2 };

/** The descriptor in a path such as `/dev/stdout` or `/dev/fd/63`; undefined for any other path. */
export function descriptorOf(path: string): number | undefined {
  if (process.platform === 'win32') return undefined;
  const numbered = /^\/(?:dev|proc\/self)\/fd\/(\d{1,6})$/.exec(path)?.[1];
  return numbered === undefined ? (Object.hasOwn(standard, path) ? standard[path] : undefined) : Number(numbered);
}

/** Maximum number of links that systems follow. */
const mostLinks = 40;

const trusted = (uid: number): boolean => process.getuid === undefined || uid === process.getuid() || uid === 0;

interface Followed {
  readonly path: string;
  readonly isLink: boolean;
}

/** Follows links. For a secret, refuses links that another user may have made. */
async function follow(path: string, secret: boolean): Promise<Followed> {
  let at = path;
  for (let links = 0; links <= mostLinks; links++) {
    if (descriptorOf(at) !== undefined) return { path: at, isLink: links > 0 };
    const found = await lstat(at).catch((thrown: unknown) => {
      if (errorCode(thrown) !== 'ENOENT') throw thrown;
      if (links > 0) throw new NotWritable('It is a link to a file that is not there.');
    });
    if (found?.isSymbolicLink() !== true) return { path: at, isLink: links > 0 };
    if (secret && !trusted(found.uid)) throw new NotWritable('It is a link that another user made.');
    const next = await readlink(at);
    // Not joined with path.join: a ".." after a link to a folder goes up from the link's target.
    at = isAbsolute(next) ? next : `${await realpath(dirname(at))}/${next}`;
  }
  throw new NotWritable('Its links lead in a circle.');
}

const anyoneWrites = 0o222;

/**
 * Finds the kind of a path. A link is followed, so that it stays a link. Read-only files, folders, disks, sockets and broken
 * links are refused. Throws the system's error, or `NotWritable`.
 * @param secret for its owner only: not through a link of another user, nor into another user's folder or pipe
 */
export async function targetOf(path: string, secret = false): Promise<Target> {
  const followed = await follow(path, secret);
  const number = descriptorOf(followed.path);
  if (number !== undefined) return { kind: 'descriptor', number };
  const found = await lstat(followed.path).catch(() => undefined);
  if (found === undefined || found.isFile()) {
    // The folder's permissions would still allow replacing the read-only file.
    if (found !== undefined && (found.mode & anyoneWrites) === 0) throw new NotWritable('The file is read-only.');
    if (secret && followed.isLink && !trusted((await stat(dirname(followed.path))).uid)) throw new NotWritable('It is a link into a folder of another user.');
    return { kind: 'file', path: followed.path };
  }
  if (found.isFIFO() || found.isCharacterDevice()) {
    if (secret && !trusted(found.uid)) throw new NotWritable('It is a pipe or device of another user.');
    return { kind: 'stream', path: followed.path };
  }
  throw new NotWritable(found.isDirectory() ? 'It is a folder.' : found.isBlockDevice() ? 'It is a disk, not a file.' : 'It is a socket, not a file.');
}

/** Whether an existing file would be replaced. Pipes and devices are not replaced. */
export const holdsFile = (path: string): Promise<boolean> => (descriptorOf(path) === undefined ? stat(path).then((found) => found.isFile(), () => false) : Promise.resolve(false));

const writeTo = promisify(writeCallback);
const pauseMs = 10;

/** Writes everything, from the descriptor's present position. */
async function writeAll(descriptor: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += (await writeTo(descriptor, bytes, at, bytes.length - at, null)).bytesWritten;
    } catch (thrown) {
      // The reader of standard output has closed the pipe.
      if (errorCode(thrown) === 'EPIPE' && descriptor === 1) return;
      if (errorCode(thrown) !== 'EAGAIN') throw thrown;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** Writes directly to a pipe or device. Waits for a pipe's reader, as other programs do. */
export async function writeThrough(target: Exclude<Target, { kind: 'file' }>, bytes: Uint8Array): Promise<void> {
  if (target.kind === 'descriptor') return writeAll(target.number, bytes);
  const handle = await open(target.path, constants.O_WRONLY | (constants.O_NOCTTY ?? 0));
  try {
    if ((await handle.stat()).isFile()) throw new NotWritable('It was a pipe and became a file.');
    await writeAll(handle.fd, bytes);
  } finally {
    await handle.close();
  }
}

/** Why a file was not written, as a sentence. */
export const whyNotWritten = (thrown: unknown): string => (thrown instanceof NotWritable ? thrown.reason : reason(thrown));
