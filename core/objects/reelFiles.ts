import type { ChipId } from './uid.ts';

// Names of the files in a reel's bundle, and of files that only look similar. The window uses them too.

/** Last part of a path, with slashes or backslashes. */
export const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

/** Files that operating systems add. They are never content. */
export function isSystemFile(path: string): boolean {
  const parts = path.split(/[\\/]/);
  const name = (parts.at(-1) ?? '').toLowerCase();
  return parts.includes('__MACOSX') || name.startsWith('._') || name === '.ds_store' || name === 'thumbs.db' || name === 'desktop.ini';
}

/** A bundle, or one of its archives, by the end of its name. */
export const isArchiveName = (name: string): boolean => /\.(7z|zip)$/i.test(name);

/** `<chipID>_E0E0.pem`, in upper or lower case. */
export function parseCertificateName(path: string): { readonly chipId: ChipId; readonly object: string } | undefined {
  const found = /^([0-9a-f]{20})_(E0E[0-9])\.pem$/i.exec(baseName(path));
  if (found === null) return undefined;
  return { chipId: (found[1] as string).toLowerCase() as ChipId, object: (found[2] as string).toUpperCase() };
}

/** `PBS_keys.txt` or `auto_keys.txt`, in upper or lower case. */
export function parseKeyFileName(path: string): 'pbs' | 'auto' | undefined {
  const name = baseName(path).toLowerCase();
  if (name === 'pbs_keys.txt') return 'pbs';
  return name === 'auto_keys.txt' ? 'auto' : undefined;
}
