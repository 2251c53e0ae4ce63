import { mkdir, open, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { escapeInvisible } from '../../core/result/visible.ts';
import { errorCode, reason } from './reasons.ts';
import { writeAtomic } from './write.ts';

/** Names that Windows reserves for devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Makes a name that every file system accepts and that people can read: without folders, control characters and direction marks,
 * at most 120 characters.
 */
export function safeName(suggested: string): string {
  const plain = escapeInvisible(suggested, () => '-').replace(/[<>:"/\\|?*]/g, '-').replace(/^[. ]+|[. ]+$/g, '');
  const named = plain === '' || reserved.test(plain) ? `file-${plain}` : plain;
  const ending = extname(named).slice(0, 20);
  return named.length <= 120 ? named : named.slice(0, 120 - ending.length) + ending;
}

/** Adds a number to a name: `report.html`, `report (2).html`, `report (3).html` … */
function numbered(name: string, count: number): string {
  if (count === 1) return name;
  const ending = extname(name);
  return `${name.slice(0, name.length - ending.length)} (${count})${ending}`;
}

/** Reserves the first free name by making an empty file, so that two savers never get the same name. */
async function reserve(folder: string, name: string): Promise<string> {
  for (let count = 1; ; count++) {
    const candidate = numbered(name, count);
    try {
      await (await open(join(folder, candidate), 'wx')).close();
      return candidate;
    } catch (thrown) {
      if (errorCode(thrown) !== 'EEXIST' || count >= 10_000) throw thrown;
    }
  }
}

/**
 * Saves into a folder. Existing files are never overwritten: if the name is used, it gets a number.
 * @param options `make`: a missing folder is made (default)
 */
export function savesInto(folder: string, { make = true }: { readonly make?: boolean } = {}) {
  return async (suggestedName: string, bytes: Uint8Array, { secret = false }: { readonly secret?: boolean } = {}): Promise<Result<{ name: string; folder: string }, 'file/not-written'>> => {
    const wanted = safeName(suggestedName);
    let name: string;
    try {
      if (make) await mkdir(folder, { recursive: true });
      name = await reserve(folder, wanted);
    } catch (thrown) {
      // On a read-only disk, mkdir reports ENOENT too, so the folder may still exist.
      const why = make && errorCode(thrown) === 'ENOENT' ? 'The folder could not be made.' : reason(thrown);
      return err(fault('file/not-written', { file: wanted, reason: why }));
    }
    const written = await writeAtomic(join(folder, name), bytes, secret ? { mode: 0o600 } : {});
    if (written.ok) return ok({ name, folder });
    await rm(join(folder, name), { force: true }).catch(() => undefined);
    return written;
  };
}

/** Saves into the chosen folder, which must exist. Without a chosen folder, saves into the usual one. */
export const savesIntoChosen = (usual: string) => (chosen?: string) => savesInto(chosen ?? usual, { make: chosen === undefined });
