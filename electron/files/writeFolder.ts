import { lstat, mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { whyNotWritten } from './target.ts';
import { throughTemporary } from './unfinished.ts';
import { writeAtomic } from './write.ts';

export interface FolderFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Whether something has this name, even a broken link. */
const isThere = (path: string): Promise<boolean> => lstat(path).then(() => true, () => false);

/**
 * Writes a new folder completely or not at all: under a temporary name that is then changed. An existing folder is never changed.
 * @param secret readable by its owner only
 */
export async function writeFolder(path: string, files: readonly FolderFile[], { secret = false }: { readonly secret?: boolean } = {}): Promise<Result<void, 'file/not-written' | 'exchange/folder-there'>> {
  if (await isThere(path)) return err(fault('exchange/folder-there', { folder: basename(path) }));
  try {
    return await throughTemporary(path, async (temporary) => {
      await mkdir(temporary, secret ? { mode: 0o700 } : {});
      for (const { name, bytes } of files) {
        const written = await writeAtomic(join(temporary, name), bytes, secret ? { mode: 0o600 } : {});
        if (!written.ok) return written;
      }
      await rename(temporary, path);
      return ok(undefined);
    });
  } catch (thrown) {
    return err(fault('file/not-written', { file: basename(path), reason: whyNotWritten(thrown) }));
  }
}
