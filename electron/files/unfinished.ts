import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { isGone, isOlder, readOwner, thisOwner } from './owner.ts';
import { errorCode } from './reasons.ts';

/** Folder of the notes. It is the state folder, because the files themselves may be anywhere. */
const notesIn = (stateFolder: string): string => join(stateFolder, 'unfinished');

/** Folder of this process's notes; undefined when no notes are kept. It is made for the first note, and not made again when somebody removed it. */
let notes: { readonly folder: string; isMade: boolean } | undefined;

/** How long the note of a file is kept while the file's disk is not mounted. ms */
const longestWaitMs = 90 * 24 * 3600 * 1000;

const newToken = (): string => randomBytes(6).toString('hex');

/** Temporary name of a file or folder while it is written, in the same folder: `.key.pem.1a2b3c4d5e6f.tmp`. */
export const temporaryBeside = (path: string): string => join(dirname(path), `.${basename(path).slice(0, 100)}.${newToken()}.tmp`);

const tokenOf = (temporary: string): string | undefined => /^\..+\.([0-9a-f]{12})\.tmp$/s.exec(basename(temporary))?.[1];

const isThere = (path: string): Promise<boolean> => lstat(path).then(() => true, (thrown: unknown) => errorCode(thrown) !== 'ENOENT');

/**
 * Notes that a file is being written. If this process is killed, the next start finds the note and removes the file. The file is
 * also written when the note cannot be written.
 * @param temporary name from `temporaryBeside`
 * @returns a function that removes the note, unless the temporary file still exists
 */
export async function noteUnfinished(temporary: string): Promise<() => Promise<void>> {
  const token = tokenOf(temporary);
  if (notes === undefined || token === undefined) return async () => undefined;
  const note = join(notes.folder, `${token}.json`);
  try {
    if (!notes.isMade) await mkdir(notes.folder, { recursive: true, mode: 0o700 });
    notes.isMade = true;
    await writeFile(note, JSON.stringify({ ...thisOwner(token), path: resolve(temporary) }), { flag: 'wx', mode: 0o600 });
  } catch {
    // If the disk is full, the note may exist but be empty.
    await rm(note, { force: true }).catch(() => undefined);
    return async () => undefined;
  }
  return async () => {
    if (!(await isThere(temporary))) await rm(note, { force: true }).catch(() => undefined);
  };
}

/** Makes a file or folder under a temporary name in the folder of `path`. The temporary file is always removed or renamed. */
export async function throughTemporary<T>(path: string, work: (temporary: string) => Promise<T>): Promise<T> {
  const temporary = temporaryBeside(path);
  const forget = await noteUnfinished(temporary);
  try {
    return await work(temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    await forget();
  }
}

interface Note {
  readonly path: string;
  readonly gone: boolean;
  readonly ageMs: number;
}

/** Reads a note; undefined when the file is not one of our notes. */
async function readNote(file: string): Promise<Note | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    const { mtimeMs } = await stat(file);
    const owner = readOwner(value);
    const path = typeof value === 'object' && value !== null && 'path' in value ? value.path : undefined;
    if (owner === undefined || typeof path !== 'string' || !isAbsolute(path) || tokenOf(path) !== owner.token) return undefined;
    const ageMs = Date.now() - mtimeMs;
    return { path, gone: isGone(owner, ageMs), ageMs };
  } catch {
    return undefined;
  }
}

/** Whether a path is a file or folder of this user, and not a link. */
async function isOurs(path: string): Promise<boolean> {
  const found = await lstat(path);
  return (found.isFile() || found.isDirectory()) && (process.getuid === undefined || found.uid === process.getuid());
}

async function removeLeftover(file: string): Promise<void> {
  const note = await readNote(file);
  if (note === undefined || !note.gone) return;
  try {
    if (await isOurs(note.path)) await rm(note.path, { recursive: true, force: true });
  } catch (thrown) {
    // The file may be on a disk that is not mounted, or in a folder that cannot be written now.
    const missing = errorCode(thrown) === 'ENOENT' && (await isThere(dirname(note.path)));
    if (!missing && !isOlder(note.ageMs, longestWaitMs)) return;
  }
  await rm(file, { force: true }).catch(() => undefined);
}

/** Age at which a temporary file is certainly no longer being written. ms */
const oldMs = 600_000;

/** Removes old temporary files of our own folders. There, every file with such a name is ours, even without a note. */
async function removeOld(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const path of names.filter((name) => /^\..+\.[0-9a-f]{12,16}\.tmp$/s.test(name)).map((name) => join(folder, name))) {
    const found = await lstat(path).catch(() => undefined);
    if (found?.isFile() === true && isOlder(Date.now() - found.mtimeMs, oldMs)) await rm(path, { force: true }).catch(() => undefined);
  }
}

/**
 * Removes unfinished files of killed processes in all folders, because they may contain a private key. From then on this process
 * keeps its own notes in this folder. A file is removed only if it has our note and our form of name, and its owner has ended.
 */
export async function removeLeftovers(stateFolder: string): Promise<void> {
  const folder = notesIn(stateFolder);
  if (notes?.folder !== folder) notes = { folder, isMade: false };
  const names = await readdir(folder).catch(() => []);
  await Promise.all([...names.map((name) => removeLeftover(join(folder, name))), removeOld(stateFolder), removeOld(join(stateFolder, 'journal'))]);
}
