import type { NamedBytes } from '../../../core/bundle/certificateTable.ts';
import { baseName, isArchiveName, isSystemFile, parseArchiveName, parseCertificateName, parseKeyFileName, reelOfFolder, isReelObject, type ArchiveName } from '../../../core/bundle/names.ts';
import { zipOf } from '../../../core/bytes/zip.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { allowance, outerLimits, within } from './limits.ts';
import { unpack, type UnpackFault } from './sevenZip.ts';

/** An archive of a bundle, with the facts from its name. */
export interface Inner extends NamedBytes {
  readonly named: ArchiveName;
  /** Largest unpacked size of this archive: its share of the bundle's limit. Bytes */
  readonly room: number;
}

type Found = Omit<Inner, 'room'>;

/** Adds to each archive its largest unpacked size. The size of the bundle's file limits all nested archives together. */
function withRoom(found: readonly Found[], inputs: readonly NamedBytes[]): Inner[] {
  const total = (some: readonly NamedBytes[]): number => some.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const times = allowance(total(inputs)) / Math.max(1, total(found));
  return found.map((one) => ({ ...one, room: Math.floor(times * one.bytes.length) }));
}

export interface FoundArchives {
  readonly inner: readonly Inner[];
  /** Files that are not needed. */
  readonly extra: number;
}

export function notABundle(file: string, names: readonly string[]): Result<never, 'bundle/not-a-bundle'> {
  const shown = names.filter((name) => !isSystemFile(name));
  const more = shown.length > 3 ? ` and ${shown.length - 3} more` : '';
  const why = shown.length === 0 ? 'It is empty.' : `None of its files is an archive or a certificate of a reel. It holds ${shown.slice(0, 3).map((name) => baseName(name).slice(0, 60)).join(', ')}${more}.`;
  return err(fault('bundle/not-a-bundle', { file, why }));
}

/** A file of an unpacked archive, and the input that contained it. */
interface Loose extends NamedBytes {
  readonly input: string;
}

const isLoose = (name: string): boolean => isReelObject(parseCertificateName(name)?.object ?? '') || parseKeyFileName(name) !== undefined;

/** Collects archives and unpacked files, one input after the other. */
class Finder {
  readonly inner: Found[] = [];
  readonly loose: Loose[] = [];
  extra = 0;
  foreign: Result<never, 'bundle/not-a-bundle'> | undefined;

  /** @returns whether the file is part of a bundle */
  #take(input: string, name: string, bytes: Uint8Array): boolean {
    if (isSystemFile(name)) return false;
    const named = parseArchiveName(name);
    // A copy: sending a view to a worker would send its whole buffer.
    if (named !== undefined) this.inner.push({ name, bytes: bytes.slice(), named });
    else if (isLoose(name)) this.loose.push({ input, name, bytes });
    else this.extra += 1;
    return named !== undefined || isLoose(name);
  }

  async read(input: NamedBytes, alone: boolean): Promise<Result<void, UnpackFault>> {
    if (isSystemFile(input.name)) return ok(undefined);
    const named = parseArchiveName(input.name);
    if (named !== undefined && !(await holdsArchives(input))) {
      this.inner.push({ ...input, named });
      return ok(undefined);
    }
    if (isLoose(input.name) || (!alone && !isArchiveName(input.name))) {
      this.#take('', input.name, input.bytes);
      return ok(undefined);
    }
    const outer = await unpack(input, within(outerLimits, allowance(input.bytes.length)));
    if (!outer.ok) return outer;
    let taken = 0;
    for (const file of outer.value.files()) if (this.#take(input.name, file.name, file.bytes)) taken += 1;
    // Other archives beside those of the bundle are ignored. If there is only one archive, it is opened.
    if (taken === 0) this.foreign ??= notABundle(input.name, outer.value.entries.filter(({ folder }) => !folder).map(({ path }) => path));
    return ok(undefined);
  }
}

/** Whether an input is a .zip with the name of a reel's archive (certificates or keys of many chips) that contains only that archive. */
async function holdsArchives(input: NamedBytes): Promise<boolean> {
  if (!/\.zip$/i.test(input.name)) return false;
  const opened = await unpack(input, within(outerLimits, allowance(input.bytes.length)));
  return opened.ok && opened.value.entries.some(({ path }) => !isSystemFile(path) && parseArchiveName(path) !== undefined);
}

/**
 * Packs unpacked files into archives again, one for each object, because all later code reads archives. The reel's name is taken
 * from the files' folder, otherwise from the other archives, otherwise from the name of the input.
 */
function packLoose(loose: readonly Loose[], inner: readonly Found[]): Found[] {
  const groups = new Map<string, { named: ArchiveName; files: NamedBytes[] }>();
  const [known] = [...inner.map(({ named }) => named), ...loose.flatMap(({ name }) => reelOfFolder(name) ?? [])];
  for (const { input, name, bytes } of loose) {
    const { reelId, batch } = reelOfFolder(name) ?? known ?? { reelId: baseName(input).replace(/\.[^.]*$/, '') || 'unpacked files', batch: 'unknown' };
    const object = parseCertificateName(name)?.object ?? '';
    const named: ArchiveName = isReelObject(object) ? { kind: 'certificates', object, reelId, batch } : { kind: 'keys', reelId, batch };
    const key = JSON.stringify(named).toLowerCase();
    const group = groups.get(key) ?? { named, files: [] };
    group.files.push({ name, bytes });
    groups.set(key, group);
  }
  const hasKeys = inner.some(({ named }) => named.kind === 'keys');
  return [...groups.values()]
    // The secrets' archive is the vendor's original. Key files beside the archive are copies.
    .filter(({ named }) => named.kind === 'certificates' || !hasKeys)
    .map(({ named, files }) => ({ named, name: `${named.reelId}_${named.batch}_${named.kind === 'keys' ? 'keys' : `${named.object}_Certs`}.zip`, bytes: zipOf(files) }));
}

/** Finds the archives of a bundle. They are given separately, in an outer archive, or as unpacked files. */
export async function findArchives(inputs: readonly NamedBytes[]): Promise<Result<FoundArchives, UnpackFault | 'bundle/not-a-bundle'>> {
  const finder = new Finder();
  for (const input of inputs) {
    const read = await finder.read(input, inputs.length === 1);
    if (!read.ok) return read;
  }
  const inner = [...finder.inner, ...packLoose(finder.loose, finder.inner)];
  const [first] = inputs;
  if (inner.length > 0 || first === undefined) return ok({ inner: withRoom(inner, inputs), extra: finder.extra });
  return finder.foreign ?? notABundle(first.name, inputs.map(({ name }) => name));
}
