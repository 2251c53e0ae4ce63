/** Most files that are looked for in a dropped folder. */
const most = 500;

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const fileOf = (entry: FileSystemFileEntry): Promise<File | undefined> => new Promise((resolve) => entry.file(resolve, () => resolve(undefined)));

/** A folder's entries come in parts, until an empty one. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (part.length === 0 || entries.length >= most) return entries;
    entries.push(...part);
  }
}

async function filesUnder(entry: FileSystemEntry): Promise<File[]> {
  if (isFile(entry)) {
    const file = await fileOf(entry);
    return file === undefined ? [] : [file];
  }
  if (!isFolder(entry)) return [];
  const inside = await Promise.all((await entriesOf(entry)).map(filesUnder));
  return inside.flat().slice(0, most);
}

export const isArchiveName = (name: string): boolean => /\.(7z|zip)$/i.test(name);
const isArchive = ({ name }: File): boolean => isArchiveName(name);

/** Of a folder with a bundle's archives in it, only these are meant. */
async function filesOfFolder(folder: FileSystemEntry): Promise<File[]> {
  const files = await filesUnder(folder);
  return files.some(isArchive) ? files.filter(isArchive) : files;
}

/**
 * The files of a drop, those in dropped folders too. What was dropped is forgotten when the event ends, so its entries
 * are taken at once, before anything is awaited.
 */
export function droppedFiles(transfer: DataTransfer | null): Promise<File[]> {
  const parts = [...(transfer?.items ?? [])].filter(({ kind }) => kind === 'file').map((item) => ({ file: item.getAsFile(), entry: item.webkitGetAsEntry() }));
  const files = parts.map(({ file, entry }) => (entry?.isDirectory === true ? filesOfFolder(entry) : Promise.resolve(file === null ? [] : [file])));
  return Promise.all(files).then((found) => found.flat());
}

const beginnings: readonly (readonly number[])[] = [[0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff], [0x47, 0x49, 0x46, 0x38], [0x42, 0x4d]];
const webp = [0x57, 0x45, 0x42, 0x50] as const;

/** Whether a file is a picture, by its first bytes: PNG, JPEG, GIF, BMP, WebP. */
export async function isPicture(file: File): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 12).arrayBuffer().catch(() => new ArrayBuffer(0)));
  return beginnings.some((codes) => codes.every((code, i) => head[i] === code)) || webp.every((code, i) => head[8 + i] === code);
}
