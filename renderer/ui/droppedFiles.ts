import { zipLimit, zipOf } from '../../core/bytes/zip.ts';
import { baseName, isArchiveName, isSystemFile, parseCertificateName, parseKeyFileName } from '../../core/objects/reelFiles.ts';

/** Most files of a dropped folder that are sent one by one. */
const most = 500;
/** Most files that are searched for in a folder. An unpacked reel has three for each chip. */
const mostSearched = 100_000;

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const fileOf = (entry: FileSystemFileEntry): Promise<File | undefined> => new Promise((resolve) => entry.file(resolve, () => resolve(undefined)));

/** Reads the entries of a folder. The browser returns them in parts, until a part is empty. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (part.length === 0 || entries.length >= mostSearched) return entries;
    entries.push(...part);
  }
}

/** A file with its path in the dropped folder. */
interface Found {
  readonly path: string;
  readonly file: File;
}

async function filesUnder(entry: FileSystemEntry): Promise<Found[]> {
  if (isSystemFile(entry.fullPath)) return [];
  if (isFile(entry)) {
    const file = await fileOf(entry);
    return file === undefined ? [] : [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  if (!isFolder(entry)) return [];
  const inside = await Promise.all((await entriesOf(entry)).map(filesUnder));
  return inside.flat().slice(0, mostSearched);
}

const isOfReel = ({ path }: Found): boolean => parseCertificateName(path) !== undefined || parseKeyFileName(path) !== undefined;

/** Packs files that belong together into one archive, because a reel's tens of thousands of files are too many to send one by one. */
async function packed(name: string, found: readonly Found[]): Promise<File> {
  const files = [];
  for (const { path, file } of found.slice(0, zipLimit)) files.push({ name: path, bytes: new Uint8Array(await file.arrayBuffer()) });
  return new File([new Uint8Array(zipOf(files))], `${name}.zip`);
}

const isConfigurator = ({ path }: Found): boolean => baseName(path) === 'OPTIGA_Trust.xml';

/**
 * Selects the files that the user means. If a folder contains a bundle's archives or unpacked certificates, only these
 * are used. The Configurator's folder is one chip.
 */
async function meant(found: readonly Found[], folder: string): Promise<File[]> {
  if (found.some(isConfigurator)) return [await packed(folder, found)];
  const unpacked = found.filter(isOfReel);
  const archives = found.map(({ file }) => file).filter(({ name }) => isArchiveName(name));
  if (unpacked.length > 0) return [...archives, await packed(folder, unpacked)];
  return archives.length > 0 ? archives : found.map(({ file }) => file).slice(0, most);
}

const filesOfFolder = async (folder: FileSystemEntry): Promise<File[]> => meant(await filesUnder(folder), folder.name);

/** Returns the files of a chosen folder that are used. The file chooser provides all files in the folder, with their paths. */
export function chosenFolder(files: readonly File[]): Promise<File[]> {
  const found = files.map((file) => ({ path: file.webkitRelativePath || file.name, file })).filter(({ path }) => !isSystemFile(path));
  return meant(found, found[0]?.path.split('/')[0] ?? 'folder');
}

/**
 * Returns the files of a drop, including those in dropped folders. The browser removes the data when the event ends, so
 * the entries are read before the first await.
 */
export function droppedFiles(transfer: DataTransfer | null): Promise<File[]> {
  const parts = [...(transfer?.items ?? [])].filter(({ kind }) => kind === 'file').map((item) => ({ file: item.getAsFile(), entry: item.webkitGetAsEntry() }));
  const folders = parts.map(({ entry }) => (entry?.isDirectory === true ? filesOfFolder(entry) : Promise.resolve([])));
  const single = parts.flatMap(({ file, entry }) => (file === null || entry?.isDirectory === true || isSystemFile(file.name) ? [] : [file]));
  return Promise.all([looseFiles(single), ...folders]).then((found) => found.flat());
}

/** Packs several files of an unpacked reel into one bundle. A single file is treated as a certificate. */
async function looseFiles(files: readonly File[]): Promise<File[]> {
  const found = files.map((file) => ({ path: file.name, file }));
  const unpacked = found.filter(isOfReel);
  if (unpacked.length < 2) return [...files];
  return [...found.filter((one) => !isOfReel(one)).map(({ file }) => file), await packed('files', unpacked)];
}

const beginnings: readonly (readonly number[])[] = [[0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff], [0x47, 0x49, 0x46, 0x38], [0x42, 0x4d]];
const webp = [0x57, 0x45, 0x42, 0x50] as const;

/** Whether a file is a picture, by its first bytes: PNG, JPEG, GIF, BMP, WebP. */
export async function isPicture(file: File): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 12).arrayBuffer().catch(() => new ArrayBuffer(0)));
  return beginnings.some((codes) => codes.every((code, i) => head[i] === code)) || webp.every((code, i) => head[8 + i] === code);
}
