import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { dictionaryLimit, megabytes, type ArchiveLimits } from './limits.ts';

/** One entry of an archive's directory. */
export interface Entry {
  readonly path: string;
  readonly size: number;
  readonly folder: boolean;
  /** Checksum in the directory; empty when the directory has none. */
  readonly crc: string;
  /** Whether the entry's content is encrypted. */
  readonly encrypted: boolean;
  /** The packing method, for example `LZMA2:24 7zAES:19`. */
  readonly method: string;
}

const field = /^([A-Z][A-Za-z -]*) =(?: (.*))?$/;

/**
 * Reads the output of `7z l -slt -ba`: blocks of `Name = value`. Undefined when a line has another form, because a name
 * with a line break could fake sizes.
 */
export function parseListing(lines: readonly string[]): Entry[] | undefined {
  const entries: Entry[] = [];
  let fields = new Map<string, string>();
  const end = (): void => {
    const path = fields.get('Path');
    if (path !== undefined) {
      const folder = fields.get('Folder') === '+' || /^D/.test(fields.get('Attributes') ?? '');
      entries.push({ path, size: Number(fields.get('Size') ?? 0) || 0, folder, crc: fields.get('CRC') ?? '', encrypted: fields.get('Encrypted') === '+', method: fields.get('Method') ?? '' });
    }
    fields = new Map();
  };
  for (const line of lines) {
    if (line === '') {
      end();
      continue;
    }
    const found = field.exec(line);
    if (found === null) return undefined;
    const [, name = '', value = ''] = found;
    if (name === 'Path' && fields.has('Path')) return undefined;
    fields.set(name, value);
  }
  end();
  return entries;
}

const climbs = (path: string): boolean => /^([\\/]|[A-Za-z]:)/.test(path) || path.split(/[\\/]/).includes('..') || path.includes('\0');

type EntriesFault = 'bundle/too-big' | 'bundle/packing-method' | 'bundle/unsafe-path' | 'bundle/duplicate-chip';

const units: Readonly<Record<string, number>> = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

/** Dictionary size of a method in bytes: `LZMA2:24` is 2 to the 24th, `LZMA:48m` 48 MB, `PPMD:o6:mem24`. */
export function dictionaryOf(method: string): number {
  const sizes = [...method.matchAll(/(?:LZMA2?|PPMD)(?::o\d+)?:(?:mem)?(\d+)([bkmg]?)/gi)].map(([, number = '', unit = '']) =>
    unit === '' ? 2 ** Number(number) : Number(number) * (units[unit.toLowerCase()] ?? 1),
  );
  return Math.max(0, ...sizes);
}

/** Methods whose need of memory is not in a zip's directory. */
const untold = /LZMA|PPMd|ZSTD|XZ/i;

/** Refuses a method that may need more memory than allowed. */
function checkMethods(file: string, entries: readonly Entry[], total: number, type: 'zip' | '7z'): Result<void, EntriesFault> {
  const bad = entries.find(({ method }) => (type === 'zip' ? untold.test(method) : dictionaryOf(method) > dictionaryLimit(total)));
  return bad === undefined ? ok(undefined) : err(fault('bundle/packing-method', { file, method: bad.method.slice(0, 60) }));
}

/** Checks an archive by its directory before anything is unpacked. */
export function checkEntries(file: string, entries: readonly Entry[], { files, fileBytes, totalBytes }: ArchiveLimits, type: 'zip' | '7z' = '7z'): Result<void, EntriesFault> {
  const tooBig = (what: string, limit: string): Result<never, EntriesFault> => err(fault('bundle/too-big', { file, what, limit }));
  if (entries.length > files) return tooBig(`${entries.length} files`, String(files));
  let total = 0;
  const seen = new Map<string, Entry>();
  for (const entry of entries) {
    if (climbs(entry.path)) return err(fault('bundle/unsafe-path', { file, path: entry.path.slice(0, 100) }));
    if (entry.size > fileBytes) return tooBig(`a file of ${megabytes(entry.size)}`, megabytes(fileBytes));
    total += entry.size;
    // If two entries have the same name, unpacking would silently keep only the last one.
    const before = seen.get(entry.path);
    if (before !== undefined && !entry.folder && (before.size !== entry.size || before.crc !== entry.crc)) {
      return err(fault('bundle/duplicate-chip', { chipId: entry.path.slice(0, 100), object: 'the file', file }));
    }
    seen.set(entry.path, entry);
  }
  return total > totalBytes ? tooBig(megabytes(total), megabytes(totalBytes)) : checkMethods(file, entries, total, type);
}
