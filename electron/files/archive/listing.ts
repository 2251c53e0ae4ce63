import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { megabytes, type ArchiveLimits } from './limits.ts';

/** One entry of an archive's directory. */
export interface Entry {
  readonly path: string;
  readonly size: number;
  readonly folder: boolean;
  /** Checksum as the directory has it; empty when it has none. */
  readonly crc: string;
  /** Whether its content is encrypted. */
  readonly encrypted: boolean;
}

const field = /^([A-Z][A-Za-z -]*) =(?: (.*))?$/;

/**
 * Reads what `7z l -slt -ba` prints: blocks of `Name = value`. Undefined when a line is anything else: a name with a
 * line break could feign sizes.
 */
export function parseListing(lines: readonly string[]): Entry[] | undefined {
  const entries: Entry[] = [];
  let fields = new Map<string, string>();
  const end = (): void => {
    const path = fields.get('Path');
    if (path !== undefined) {
      const folder = fields.get('Folder') === '+' || /^D/.test(fields.get('Attributes') ?? '');
      entries.push({ path, size: Number(fields.get('Size') ?? 0) || 0, folder, crc: fields.get('CRC') ?? '', encrypted: fields.get('Encrypted') === '+' });
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

type EntriesFault = 'bundle/too-big' | 'bundle/unsafe-path' | 'bundle/duplicate-chip';

/** Refuses an archive by its directory, before a byte of it is unpacked. */
export function checkEntries(file: string, entries: readonly Entry[], { files, fileBytes, totalBytes }: ArchiveLimits): Result<void, EntriesFault> {
  const tooBig = (what: string, limit: string): Result<never, EntriesFault> => err(fault('bundle/too-big', { file, what, limit }));
  if (entries.length > files) return tooBig(`${entries.length} files`, String(files));
  let total = 0;
  const seen = new Map<string, Entry>();
  for (const entry of entries) {
    if (climbs(entry.path)) return err(fault('bundle/unsafe-path', { file, path: entry.path.slice(0, 100) }));
    if (entry.size > fileBytes) return tooBig(`a file of ${megabytes(entry.size)}`, megabytes(fileBytes));
    total += entry.size;
    // Unpacking would keep the last of two entries with one name, and say nothing.
    const before = seen.get(entry.path);
    if (before !== undefined && !entry.folder && (before.size !== entry.size || before.crc !== entry.crc)) {
      return err(fault('bundle/duplicate-chip', { chipId: entry.path.slice(0, 100), object: 'the file', file }));
    }
    seen.set(entry.path, entry);
  }
  return total > totalBytes ? tooBig(megabytes(total), megabytes(totalBytes)) : ok(undefined);
}
