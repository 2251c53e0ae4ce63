import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { reason } from '../../files/reasons.ts';
import type { SaveFile, SavesTo } from '../../ports.ts';

/** Whether files can be saved in this folder now: the path is absolute, and it is an existing, writable folder. It is never made. */
export async function usableFolder(folder: string): Promise<Result<void, 'file/no-save-folder'>> {
  const refused = (why: string) => err(fault('file/no-save-folder', { folder, reason: why }));
  if (!isAbsolute(folder)) return refused('It is not a whole path, from the root of the file system or from a drive.');
  try {
    if (!(await stat(folder)).isDirectory()) return refused('It is a file, not a folder.');
    await access(folder, constants.W_OK | constants.X_OK);
    return ok(undefined);
  } catch (thrown) {
    return refused(reason(thrown));
  }
}

/**
 * Saves in the folder from Settings; without one, where the host usually saves. If the folder cannot be used, nothing is saved,
 * also not in the usual folder.
 */
export function savesChosen(chosen: () => string | undefined, savesTo: SavesTo): SaveFile {
  return async (...file) => {
    const folder = chosen();
    if (folder === undefined || folder === '') return savesTo(undefined)(...file);
    const usable = await usableFolder(folder);
    return usable.ok ? savesTo(folder)(...file) : usable;
  };
}
