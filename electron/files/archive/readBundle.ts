import { readCertificates, type BundleProblem, type CertificateTable, type NamedBytes } from '../../../core/bundle/certificateTable.ts';
import { equal } from '../../../core/bytes/bytes.ts';
import { mergeKeyTables, readKeyFile, type KeyTable } from '../../../core/bundle/keyTable.ts';
import { baseName, keyKinds, parseKeyFileName, reelObjects, type KeyKind, type ReelObject } from '../../../core/bundle/names.ts';
import { missingArchives, sameReel, type ReelContent } from '../../../core/bundle/reel.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { findArchives, notABundle, type Inner } from './findArchives.ts';
import { allowance, innerLimits, keyLimits, within } from './limits.ts';
import { unpack, type UnpackFault } from './sevenZip.ts';

/** How much was read; `chips`: number of certificates so far. */
export interface Progress {
  readonly archive: string;
  readonly archives: { readonly done: number; readonly total: number };
  readonly files: { readonly done: number; readonly total: number };
}

export interface BundleContent extends ReelContent {
  /** The archive of the secrets as given, still encrypted. */
  readonly keyArchive?: NamedBytes;
  /** Files beside the archives that are not needed. */
  readonly extra: number;
}

export type BundleFault = UnpackFault | 'bundle/not-a-bundle' | 'bundle/several-reels' | 'bundle/bad-key-line';

const everyFiles = 250;

function* counted(files: Iterable<NamedBytes>, tell: (done: number) => void): Generator<NamedBytes> {
  let done = 0;
  for (const file of files) {
    yield file;
    done += 1;
    if (done % everyFiles === 0) tell(done);
  }
}

export type Tell = (archive: string, done: number, total: number) => void;

/** Reads all certificates of one object. They are normally in one archive. */
export async function readTable(object: ReelObject, archives: readonly Inner[], tell: Tell): Promise<Result<CertificateTable | undefined, BundleFault>> {
  const mine = archives.filter(({ named }) => named.kind === 'certificates' && named.object === object);
  const sources: Iterable<NamedBytes>[] = [];
  for (const archive of mine) {
    const file = baseName(archive.name);
    tell(file, 0, 0);
    const unpacked = await unpack({ name: file, bytes: archive.bytes }, within(innerLimits, archive.room));
    if (!unpacked.ok) return unpacked;
    const total = unpacked.value.entries.length;
    sources.push(counted(unpacked.value.files(), (done) => tell(file, done, total)));
  }
  const [first] = mine;
  if (first === undefined) return ok(undefined);
  return readCertificates(baseName(first.name), object, chained(sources));
}

function* chained(sources: readonly Iterable<NamedBytes>[]): Generator<NamedBytes> {
  for (const source of sources) yield* source;
}

/** The archives of a bundle and their reel, before the content is read. */
export interface BundleParts {
  readonly reelId: string;
  readonly batch: string;
  readonly inner: readonly Inner[];
  readonly extra: number;
}

/** Finds the archives of one reel. */
export async function splitBundle(inputs: readonly NamedBytes[]): Promise<Result<BundleParts, BundleFault>> {
  const found = await findArchives(inputs);
  if (!found.ok) return found;
  const reel = sameReel(found.value.inner.map(({ named }) => named));
  if (!reel.ok) return reel;
  if (reel.value === undefined) return notABundle('nothing', []);
  const [keys, ...others] = found.value.inner.filter(({ named }) => named.kind === 'keys');
  const second = others.find(({ bytes }) => keys !== undefined && !equal(bytes, keys.bytes));
  if (keys !== undefined && second !== undefined) {
    return err(fault('bundle/duplicate-chip', { chipId: reel.value.reelId, object: 'the archive of the secrets', file: `${baseName(keys.name)} and ${baseName(second.name)}` }));
  }
  return ok({ reelId: reel.value.reelId, batch: reel.value.batch, ...found.value });
}

/** Joins the results for each object. */
export function joinBundle({ reelId, batch, inner, extra }: BundleParts, tables: readonly CertificateTable[]): BundleContent {
  const keys = inner.find(({ named }) => named.kind === 'keys');
  return { reelId, batch, tables, problems: missingArchives(tables, keys !== undefined), extra, ...(keys === undefined ? {} : { keyArchive: { name: baseName(keys.name), bytes: keys.bytes } }) };
}

/** Reads a bundle without its secrets, one archive after the other. */
export async function readBundle(inputs: readonly NamedBytes[], onProgress: (progress: Progress) => void): Promise<Result<BundleContent, BundleFault>> {
  const parts = await splitBundle(inputs);
  if (!parts.ok) return parts;
  const { inner } = parts.value;
  const tables: CertificateTable[] = [];
  const total = inner.filter(({ named }) => named.kind === 'certificates').length;
  for (const object of reelObjects) {
    const done = tables.length;
    const table = await readTable(object, inner, (archive, files, of) => onProgress({ archive, archives: { done, total }, files: { done: files, total: of } }));
    if (!table.ok) return table;
    if (table.value !== undefined) tables.push(table.value);
  }
  return ok(joinBundle(parts.value, tables));
}

/** The secrets of a reel, and what is wrong in their archive. */
export interface KeyContent {
  readonly tables: readonly KeyTable[];
  readonly problems: readonly BundleProblem[];
}

function keyProblems(file: string, kinds: ReadonlySet<KeyKind>, encrypted: boolean): BundleProblem[] {
  const absent = (Object.keys(keyKinds) as KeyKind[]).filter((kind) => !kinds.has(kind));
  return [
    ...absent.map((kind) => fault('bundle/missing-archive', { name: keyKinds[kind].file, means: `The ${keyKinds[kind].name} of each chip is in it; ${file} came without.` })),
    ...(encrypted ? [] : [fault('bundle/not-encrypted', { file })]),
  ];
}

/** Opens the archive of the secrets. Texts with secrets are wiped as soon as they have been read. */
export async function readKeys(archive: NamedBytes, transportKey: string): Promise<Result<KeyContent, BundleFault>> {
  const unpacked = await unpack(archive, within(keyLimits, allowance(archive.bytes.length)), transportKey);
  if (!unpacked.ok) return unpacked;
  const tables = new Map<KeyKind, KeyTable>();
  for (const { name, bytes } of unpacked.value.files()) {
    const kind = parseKeyFileName(name);
    const read = kind === undefined ? undefined : readKeyFile(kind, baseName(name), bytes);
    bytes.fill(0);
    if (kind === undefined || read === undefined) continue;
    const before = tables.get(kind);
    const table = read.ok && before !== undefined ? mergeKeyTables(before, read.value, baseName(name)) : read;
    if (!table.ok) {
      for (const { keys } of tables.values()) keys.fill(0);
      return table;
    }
    tables.set(kind, table.value);
  }
  const why = `It holds neither ${keyKinds.pbs.file} nor ${keyKinds.auto.file}.`;
  if (tables.size === 0) return err(fault('bundle/not-a-bundle', { file: archive.name, why }));
  const encrypted = unpacked.value.entries.every((entry) => entry.folder || entry.size === 0 || entry.encrypted);
  return ok({ tables: [...tables.values()], problems: keyProblems(archive.name, new Set(tables.keys()), encrypted) });
}
