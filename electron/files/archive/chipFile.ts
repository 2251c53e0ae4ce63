import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { configuratorXml } from '../../../core/chip/exchange/configurator.ts';
import { readChipFile, type ChipFile, type ChipFileFault } from '../../../core/chip/exchange/readChipFile.ts';
import { isConfiguratorXml, readConfigurator, type FolderFile } from '../../../core/chip/exchange/readConfigurator.ts';
import { decodeText } from '../../../core/keys/fileItems.ts';
import { baseName, isSystemFile } from '../../../core/objects/reelFiles.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { readFileLimited, type ReadFault } from '../read.ts';
import type { ArchiveLimits } from './limits.ts';
import { unpack, type UnpackFault } from './sevenZip.ts';

const mega = 1024 * 1024;
/** Limits for a chip's files. A chip has fewer than a hundred objects, and less than 100 KB of content as text. */
const chipLimits: ArchiveLimits = { files: 1000, fileBytes: 4 * mega, totalBytes: 16 * mega };

const beginsAsZip = (bytes: Uint8Array): boolean => [0x50, 0x4b, 0x03, 0x04].every((code, i) => bytes[i] === code);

/** Whether a zip contains the Configurator's XML. File names are not compressed in a zip's directory. */
export const isConfiguratorZip = (bytes: Uint8Array): boolean =>
  beginsAsZip(bytes) && bytes.length <= chipLimits.totalBytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(configuratorXml);

export type ChipFilesFault = ChipFileFault | UnpackFault | ReadFault;

const textOfXml = ({ bytes }: FolderFile): string | undefined => {
  const text = decodeText(bytes);
  return text !== undefined && isConfiguratorXml(text) ? text : undefined;
};

/** Reads files that came together: the Configurator's XML with its .dat files, or one JSON file. */
function readTogether(files: readonly FolderFile[], file: string): Result<ChipFile, ChipFileFault> {
  const content = files.filter(({ name }) => !isSystemFile(name));
  const xmls = content.flatMap((one) => (/\.xml$/i.test(one.name) ? (textOfXml(one) ?? []) : []));
  const [xml] = xmls;
  if (xml !== undefined && xmls.length === 1) return readConfigurator(xml, content, file);
  const jsons = content.filter(({ name }) => /\.json$/i.test(name));
  const [json] = jsons;
  if (json !== undefined && jsons.length === 1 && xml === undefined) return readChipFile(json.bytes, baseName(json.name));
  const why = xmls.length > 1 || jsons.length > 1 ? 'It holds several chips: take the file of one.' : `It has neither ${configuratorXml} nor a JSON file.`;
  return err(fault('exchange/not-a-dump', { file, why }));
}

/**
 * Reads a chip from a given file: JSON, the Configurator's XML, or a zip of either.
 * @param beside the .dat files that came with the XML; empty when the XML came alone
 */
export async function readChipBytes(bytes: Uint8Array, file: string, beside: readonly FolderFile[] = []): Promise<Result<ChipFile, ChipFilesFault>> {
  if (beginsAsZip(bytes)) {
    const unpacked = await unpack({ name: file, bytes }, chipLimits);
    return unpacked.ok ? readTogether([...unpacked.value.files()], file) : unpacked;
  }
  const xml = textOfXml({ name: file, bytes });
  return xml === undefined ? readChipFile(bytes, file) : readConfigurator(xml, beside, file);
}

/** Reads the files directly in the Configurator's folder. Subfolders are other projects. */
async function readFolder(folder: string, wanted: RegExp): Promise<Result<FolderFile[], ChipFilesFault>> {
  const names = (await readdir(folder)).filter((name) => wanted.test(name) && !isSystemFile(name)).sort();
  if (names.length > chipLimits.files) return err(fault('exchange/not-a-dump', { file: basename(folder), why: `It has ${names.length} files; a chip has fewer.` }));
  const files: FolderFile[] = [];
  for (const name of names) {
    const bytes = await readFileLimited(join(folder, name), chipLimits.fileBytes);
    if (!bytes.ok) return bytes;
    files.push({ name, bytes: bytes.value });
  }
  return ok(files);
}

/**
 * Reads a chip from a path: a folder, or a file as in `readChipBytes`. The Configurator's XML is read with the .dat files in the
 * same folder.
 * @param read reads a file or pipe
 */
export async function readChipPath(path: string, read: (path: string) => Promise<Result<Uint8Array>>): Promise<Result<ChipFile>> {
  const isFolder = await stat(path).then((found) => found.isDirectory(), () => false);
  if (isFolder) {
    const files = await readFolder(path, /\.(xml|dat|json)$/i);
    return files.ok ? readTogether(files.value, basename(path)) : files;
  }
  const bytes = await read(path);
  if (!bytes.ok) return bytes;
  const xml = textOfXml({ name: path, bytes: bytes.value });
  if (xml === undefined || path === '-') return readChipBytes(bytes.value, basename(path));
  const beside = await readFolder(dirname(path), /\.dat$/i);
  return beside.ok ? readConfigurator(xml, beside.value, basename(path)) : beside;
}
