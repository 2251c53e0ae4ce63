import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isArchiveName } from '../../../core/bundle/names.ts';
import type { NamedBytes } from '../../../core/bundle/certificateTable.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { readFileLimited, type ReadFault } from '../read.ts';
import { bundleLimit, outerLimits } from './limits.ts';

export type SourceFault = ReadFault | 'bundle/not-a-bundle';

async function readNamed(path: string): Promise<Result<NamedBytes, SourceFault>> {
  const bytes = await readFileLimited(path, bundleLimit);
  return bytes.ok ? ok({ name: basename(path), bytes: bytes.value }) : bytes;
}

/** A bundle file, or a folder with a bundle's archives in it or in folders below. */
export async function readSources(path: string): Promise<Result<readonly NamedBytes[], SourceFault>> {
  const isFolder = await stat(path).then((found) => found.isDirectory(), () => false);
  if (!isFolder) {
    const one = await readNamed(path);
    return one.ok ? ok([one.value]) : one;
  }
  const found = (await readdir(path, { recursive: true })).filter(isArchiveName).sort().slice(0, outerLimits.files);
  const areFiles = await Promise.all(found.map((name) => stat(join(path, name)).then((entry) => entry.isFile(), () => false)));
  const names = found.filter((_, i) => areFiles[i]);
  if (names.length === 0) return err(fault('bundle/not-a-bundle', { file: basename(path), why: 'The folder holds no .7z or .zip file.' }));
  const files: NamedBytes[] = [];
  for (const name of names) {
    const file = await readNamed(join(path, name));
    if (!file.ok) return file;
    files.push(file.value);
  }
  return ok(files);
}
