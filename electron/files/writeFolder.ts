import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { reason } from './reasons.ts';
import { writeAtomic } from './write.ts';

export interface FolderFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const isThere = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);

/**
 * Writes a new folder whole or not at all: beside it, then renamed. A folder that is there is never touched.
 * @param secret readable by its owner alone
 */
export async function writeFolder(path: string, files: readonly FolderFile[], { secret = false }: { readonly secret?: boolean } = {}): Promise<Result<void, 'file/not-written' | 'exchange/folder-there'>> {
  if (await isThere(path)) return err(fault('exchange/folder-there', { folder: basename(path) }));
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  const undo = (): Promise<void> => rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  try {
    await mkdir(temporary, secret ? { mode: 0o700 } : {});
    for (const { name, bytes } of files) {
      const written = await writeAtomic(join(temporary, name), bytes, secret ? { mode: 0o600 } : {});
      if (written.ok) continue;
      await undo();
      return written;
    }
    await rename(temporary, path);
    return ok(undefined);
  } catch (thrown) {
    await undo();
    return err(fault('file/not-written', { file: basename(path), reason: reason(thrown) }));
  }
}
