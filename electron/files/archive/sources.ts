import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isArchiveName, isSystemFile, parseCertificateName, parseKeyFileName } from '../../../core/bundle/names.ts';
import type { NamedBytes } from '../../../core/bundle/certificateTable.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { readFileLimited, readFileOrPipe, type ReadFault } from '../read.ts';
import { bundleLimit, megabytes, mostArchives, outerLimits } from './limits.ts';

export type SourceFault = ReadFault | 'bundle/not-a-bundle' | 'bundle/too-big';

const isUnpacked = (name: string): boolean => parseCertificateName(name) !== undefined || parseKeyFileName(name) !== undefined;

/** Lists the files of a folder that belong to a bundle, with their paths in the folder. */
async function namesIn(path: string): Promise<string[]> {
  const found = (await readdir(path, { recursive: true })).filter((name) => !isSystemFile(name));
  const archives = found.filter(isArchiveName).sort().slice(0, mostArchives);
  const names = [...archives, ...found.filter(isUnpacked).sort().slice(0, outerLimits.files)];
  const areFiles = await Promise.all(names.map((name) => stat(join(path, name)).then((entry) => entry.isFile(), () => false)));
  return names.filter((_, i) => areFiles[i]);
}

/**
 * Reads a bundle file, or a folder that contains the bundle's archives (subfolders too). Files of unpacked archives
 * (chipID_E0E0.pem, …) keep the names of their folders, because these contain the reel's name.
 */
export async function readSources(path: string): Promise<Result<readonly NamedBytes[], SourceFault>> {
  const isFolder = await stat(path).then((found) => found.isDirectory(), () => false);
  if (!isFolder) {
    const bytes = await readFileOrPipe(path, bundleLimit);
    return bytes.ok ? ok([{ name: basename(path), bytes: bytes.value }]) : bytes;
  }
  const names = await namesIn(path);
  if (names.length === 0) return err(fault('bundle/not-a-bundle', { file: basename(path), why: 'The folder has neither a .7z or .zip file nor files like <chip id>_E0E0.pem.' }));
  const files: NamedBytes[] = [];
  let total = 0;
  for (const name of names) {
    const bytes = await readFileLimited(join(path, name), bundleLimit);
    if (!bytes.ok) return bytes;
    total += bytes.value.length;
    if (total > outerLimits.totalBytes) return err(fault('bundle/too-big', { file: basename(path), what: megabytes(total), limit: megabytes(outerLimits.totalBytes) }));
    files.push({ name: isArchiveName(name) ? basename(name) : join(basename(path), name), bytes: bytes.value });
  }
  return ok(files);
}
