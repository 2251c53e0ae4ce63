import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DataSetPart } from '../../core/update/assemble.ts';
import { bareManifest } from '../../core/update/bareManifest.ts';
import { ok, type Result } from '../../core/result/result.ts';
import { openSet, type OpenDataSet } from '../app/datasets/index.ts';
import { readInput } from './inputs.ts';
import { progress, type Io } from './io.ts';

const isFolder = (path: string): Promise<boolean> => stat(path).then((found) => found.isDirectory(), () => false);

/** Maximum number of files read from a folder, and maximum size of a fragment in bytes. */
const mostFiles = 600;

async function filesOf(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort().slice(0, mostFiles);
  return names.map((name) => join(folder, name));
}

async function read(paths: readonly string[]): Promise<Result<DataSetPart[]>> {
  const parts: DataSetPart[] = [];
  for (const path of paths) {
    const bytes = await readInput(path);
    if (!bytes.ok) return bytes;
    parts.push({ name: basename(path), bytes: bytes.value });
  }
  return ok(parts);
}

/** Replaces the word "manifest" or "fragment" in a file name by `*`: `ecc_manifest.dat` and `ecc_fragment.dat` become the same name. */
const nameless = (name: string): string => name.toLowerCase().replace(/manifest|fragment[_-]?\d*/, '*');

/** Finds files that complete a part of a data set, because the vendor's scripts write manifest and fragments as separate files. */
async function siblingsOf(path: string, part: DataSetPart): Promise<string[]> {
  const name = basename(path).toLowerCase();
  const wanted = bareManifest(part) === undefined ? 'manifest' : 'fragment';
  const own = wanted === 'manifest' ? 'fragment' : 'manifest';
  if (path === '-' || !name.includes(own)) return [];
  const beside = await readdir(dirname(path)).catch(() => []);
  return beside.filter((other) => nameless(other) === nameless(name) && other.toLowerCase() !== name).sort().map((other) => join(dirname(path), other));
}

/**
 * Reads a data set from one file of any form, from its manifest and fragments in any order, or from a folder that contains them.
 * If only a manifest or a fragment is given, files beside it are also read when their names differ only in the word "manifest" or
 * "fragment"; a message names them.
 */
export async function readDataSet(io: Io, paths: readonly string[]): Promise<Result<OpenDataSet>> {
  const [only = ''] = paths;
  const files = paths.length === 1 && (await isFolder(only)) ? await filesOf(only) : paths;
  const parts = await read(files);
  if (!parts.ok) return parts;
  const [first, ...others] = parts.value;
  if (first === undefined) return openSet({ name: basename(only), bytes: new Uint8Array() });
  if (others.length > 0) return openSet(first, ...others);
  const siblings = await siblingsOf(files[0] ?? '', first);
  if (siblings.length === 0) return openSet(first);
  const more = await read(siblings);
  if (!more.ok) return more;
  progress(io, `used with ${first.name}: ${more.value.map(({ name }) => name).join(', ')}`);
  return openSet(first, ...more.value);
}
