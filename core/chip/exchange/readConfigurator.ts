import { concat } from '../../bytes/bytes.ts';
import { fromHex } from '../../bytes/hex.ts';
import { decodeText } from '../../keys/fileItems.ts';
import { findObject, isKeyKind } from '../../objects/catalogue.ts';
import { parseMetadata, type Metadata } from '../../objects/metadata.ts';
import { formatOid, parseOid, type Oid } from '../../objects/oid.ts';
import { baseName } from '../../objects/reelFiles.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import { say } from '../../result/say.ts';
import { unknownToConfigurator } from './configurator.ts';
import { readFileData } from './fileObject.ts';
import type { ChipFile, ChipFileFault, FileObject } from './readChipFile.ts';
import { sayBytes } from '../../result/format.ts';

/** A file of the Configurator's folder: its name, with or without folders, and its bytes. */
export interface FolderFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Whether a text is the Configurator's XML. */
export const isConfiguratorXml = (text: string): boolean => /<OPTIGA>/.test(text) && /<oid\s/.test(text);

const attribute = (attributes: string, name: string): string | undefined => new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1];

interface Element {
  readonly attributes: string;
  readonly text: string;
}

function element(inside: string, name: string): Element | undefined {
  const found = new RegExp(`<${name}(\\s[^>]*?)?(?:/>|>([^<]*)</${name}\\s*>)`).exec(inside);
  return found === null ? undefined : { attributes: found[1] ?? '', text: (found[2] ?? '').trim() };
}

/** Metadata in the XML: the fields without the outer tag. @returns a text that says what is wrong */
function readTags(found: Element | undefined): Metadata | string | undefined {
  if (found === undefined || found.text === '') return undefined;
  const fields = fromHex(found.text, 'it');
  if (!fields.ok) return say(fields.fault).why;
  if (fields.value.length > 0xff) return `it has ${sayBytes(fields.value.length)}.`;
  const parsed = parseMetadata(concat(Uint8Array.of(0x20, fields.value.length), fields.value));
  return parsed.ok ? parsed.value : say(parsed.fault).why;
}

function whyNoContent(id: Oid): string {
  const kind = findObject(id)?.kind;
  if (kind !== undefined && isKeyKind(kind)) return 'a key never leaves the chip: the file holds only its metadata';
  return 'the file holds only its metadata: its content could not be read, or this form has no place for it';
}

/** The result of reading the content of an `<oid>` element. */
type Content = Pick<FileObject, 'data' | 'notes' | 'wholeSize'>;

function readContent(id: Oid, found: Element | undefined, metadata: Metadata | undefined, files: readonly FolderFile[], alone: boolean): Content | string {
  const name = found?.text ?? '';
  if (name === '') return { notes: [whyNoContent(id)] };
  const file = files.find((one) => baseName(one.name).toLowerCase() === baseName(name).toLowerCase());
  if (file === undefined) return alone ? { notes: [`its content is in ${name}, which is missing beside the XML file: choose the whole folder`] } : `${name} is missing.`;
  const entry = findObject(id);
  const text = decodeText(file.bytes);
  if (entry === undefined || text === undefined) return `${name} is not hexadecimal text.`;
  return readFileData(text.replace(/\s/g, ''), { entry, metadata, padded: false });
}

/** One `<oid>` element, or what is wrong with it. */
function readObject({ attributes, inside }: { readonly attributes: string; readonly inside: string }, files: readonly FolderFile[], alone: boolean): FileObject | string {
  const name = attribute(attributes, 'id') ?? '';
  const id = parseOid(name);
  if (!id.ok) return `"${name.slice(0, 40)}" is not an object id.`;
  const object = formatOid(id.value);
  if (findObject(id.value) === undefined) return `${object} is in no table of the manual.`;
  const metadata = readTags(element(inside, 'metadata'));
  if (typeof metadata === 'string') return `Metadata of ${object}: ${metadata}`;
  const content = readContent(id.value, element(inside, 'data'), metadata, files, alone);
  if (typeof content === 'string') return `Data of ${object}: ${content}`;
  return { id: id.value, ...(metadata === undefined ? {} : { metadata }), ...content };
}

/** Lists the objects that this format never contains, each with a note. They are not compared. */
const withoutPlace = (objects: ReadonlyMap<Oid, FileObject>): FileObject[] =>
  [...unknownToConfigurator].filter((id) => !objects.has(id)).map((id) => ({ id, notes: ['the Configurator\'s form has no place for this object: the chip sets it itself'] }));

/**
 * Reads a chip from the Configurator's XML and its .dat files, as `encodeConfigurator` writes them. All or nothing: the
 * fault names every entry that cannot be used. What the format cannot hold (keys, unreadable content, the chip's own
 * objects) becomes an object with a note and without content.
 * @param files the .dat files of the same folder; empty when only the XML was given
 * @param file name of the XML in faults
 */
export function readConfigurator(xml: string, files: readonly FolderFile[], file: string): Result<ChipFile, ChipFileFault> {
  if (!/<\/OPTIGA>\s*$/.test(xml)) return err(fault('exchange/damaged', { file, problems: ['Its end is missing.'], broken: true }));
  const objects = new Map<Oid, FileObject>();
  const problems: string[] = [];
  for (const [, attributes = '', inside = ''] of xml.replace(/<!--[^]*?-->/g, '').matchAll(/<oid(\s[^>]*)>([^]*?)<\/oid\s*>/g)) {
    const read = readObject({ attributes, inside }, files, files.length === 0);
    if (typeof read === 'string') problems.push(read);
    else if (objects.has(read.id)) problems.push(`${formatOid(read.id)} is there twice.`);
    else objects.set(read.id, read);
  }
  if (problems.length > 0) return err(fault('exchange/damaged', { file, problems }));
  if (objects.size === 0) return err(fault('exchange/not-a-dump', { file, why: 'It contains no object.' }));
  return ok({ file, objects: [...objects.values(), ...withoutPlace(objects)] });
}
