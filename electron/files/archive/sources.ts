import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { NamedBytes } from '../../../core/bundle/certificateTable.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { readFileLimited, type ReadFault } from '../read.ts';
import { bundleLimit } from './limits.ts';

export type SourceFault = ReadFault | 'bundle/changed' | 'bundle/not-a-bundle';

const stampOf = (path: string): Promise<string> => stat(path).then(({ size, mtimeMs, ino }) => `${size} ${mtimeMs} ${ino}`, () => '');

/** Reads a file whole; what changes meanwhile (a download that still runs) is refused. */
async function readStill(path: string): Promise<Result<NamedBytes, SourceFault>> {
  const before = await stampOf(path);
  const bytes = await readFileLimited(path, bundleLimit);
  if (!bytes.ok) return bytes;
  const name = basename(path);
  return (await stampOf(path)) === before ? ok({ name, bytes: bytes.value }) : err(fault('bundle/changed', { file: name }));
}

/** A bundle file, or a folder with a bundle's archives in it. */
export async function readSources(path: string): Promise<Result<readonly NamedBytes[], SourceFault>> {
  const isFolder = await stat(path).then((found) => found.isDirectory(), () => false);
  if (!isFolder) {
    const one = await readStill(path);
    return one.ok ? ok([one.value]) : one;
  }
  const names = (await readdir(path)).filter((name) => /\.(7z|zip)$/i.test(name)).sort();
  if (names.length === 0) return err(fault('bundle/not-a-bundle', { file: basename(path), why: 'The folder holds no .7z or .zip file.' }));
  const files: NamedBytes[] = [];
  for (const name of names) {
    const file = await readStill(join(path, name));
    if (!file.ok) return file;
    files.push(file.value);
  }
  return ok(files);
}
