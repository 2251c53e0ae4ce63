import { z } from 'zod';
import { readLooseJson } from '../../bytes/looseJson.ts';
import { decodeText } from '../../keys/fileItems.ts';
import { findObject } from '../../objects/catalogue.ts';
import { metadataFields, type Metadata } from '../../objects/metadata.ts';
import { formatOid, parseOid, type Oid } from '../../objects/oid.ts';
import { fault } from '../../result/fault.ts';
import { err, ok, type Result } from '../../result/result.ts';
import { readFileData, readFileMetadata } from './fileObject.ts';
import { sayBytes } from '../../result/format.ts';

/** An object as read from a file. */
export interface FileObject {
  readonly id: Oid;
  readonly metadata?: Metadata;
  /** Absent when the file does not contain it: it was not readable, or not requested. */
  readonly data?: Uint8Array;
  /** The whole size, if the vendor's tool stopped reading at 1700 bytes: the content may be longer than `data`. */
  readonly wholeSize?: number;
  /** What a person should know about this entry. */
  readonly notes: readonly string[];
}

export interface ChipFile {
  /** The file's name, as the user knows it. */
  readonly file: string;
  readonly objects: readonly FileObject[];
}

export type ChipFileFault = 'exchange/not-a-dump' | 'exchange/damaged';

const fileLimit = 4 * 1024 * 1024;
const entriesSchema = z.record(z.string(), z.unknown());
const entrySchema = z.looseObject({ metadata: z.unknown().optional(), pretty_metadata: z.unknown().optional(), data: z.unknown().optional() });

const notADump = (file: string, why: string): Result<never, 'exchange/not-a-dump'> => err(fault('exchange/not-a-dump', { file, why }));

function parseJson(bytes: Uint8Array, file: string): Result<unknown, ChipFileFault> {
  if (bytes.length > fileLimit) return notADump(file, `It has ${sayBytes(bytes.length)}; no chip has so many.`);
  const text = decodeText(bytes)?.trim();
  if (text === undefined) return notADump(file, 'It is binary data, not JSON.');
  if (text === '') return notADump(file, 'It is empty.');
  const json = readLooseJson(text);
  if (json.read) return ok(json.value);
  return json.broken === true ? err(fault('exchange/damaged', { file, problems: [json.why], broken: true })) : notADump(file, json.why);
}

const entryFields: ReadonlySet<string> = new Set(['metadata', 'pretty_metadata', 'data']);
const metadataNames: ReadonlySet<string> = new Set(metadataFields.values());

/** Finds misspelt names of the three fields. An ignored name could leave an object open. @returns what is wrong */
function misplaced(fields: readonly string[]): string | undefined {
  for (const name of fields) {
    if (entryFields.has(name)) continue;
    const plain = name.toLowerCase();
    const meant = [...entryFields].find((field) => field.replaceAll('_', '') === plain.replace(/[_ -]/g, ''));
    if (meant !== undefined) return `its field "${name}" is written "${meant}".`;
    if (metadataNames.has(plain)) return `its field "${name}" belongs into "pretty_metadata".`;
  }
  return undefined;
}

/** One entry, or what is wrong with it. */
function readEntry(name: string, value: unknown, padded: boolean): FileObject | string {
  const id = parseOid(name);
  if (!id.ok) return `"${name.slice(0, 40)}" is not an object id.`;
  const object = formatOid(id.value);
  const known = findObject(id.value);
  if (known === undefined) return `${object} is in no table of the manual.`;
  const entry = entrySchema.safeParse(value);
  if (!entry.success) return `${object} has no fields.`;
  const wrong = misplaced(Object.keys(entry.data));
  if (wrong !== undefined) return `${object}: ${wrong}`;
  const metadata = readFileMetadata(entry.data.metadata, entry.data.pretty_metadata);
  if (typeof metadata === 'string') return `Metadata of ${object}: ${metadata}`;
  const data = readFileData(entry.data.data, { entry: known, metadata, padded });
  if (typeof data === 'string') return `Data of ${object}: ${data}`;
  if (metadata === undefined && data.data === undefined) return `${object} has neither "metadata" nor "data".`;
  return { id: id.value, ...(metadata === undefined ? {} : { metadata }), ...data };
}

/**
 * Reads a chip from JSON: our export and the vendor's (`{"e0f0": {"metadata", "pretty_metadata", "data"}, …}`), or a
 * profile or memory of a simulated chip (the same under `objects`). Python's form and lines of text around it are
 * accepted, as in the vendor's examples. All or nothing: the fault names every damaged entry.
 * @param file name of the file in faults
 */
export function readChipFile(bytes: Uint8Array, file: string): Result<ChipFile, ChipFileFault> {
  const json = parseJson(bytes, file);
  if (!json.ok) return json;
  const top = entriesSchema.safeParse(json.value);
  if (!top.success) return notADump(file, 'Its top is not a list of objects by id.');
  const under = entriesSchema.safeParse(top.data['objects']);
  const entries = Object.entries(under.success ? under.data : top.data);
  if (entries.length === 0) return notADump(file, 'It names no object.');
  if (!entries.some(([name]) => parseOid(name).ok)) return notADump(file, 'None of its names is an object id.');
  // The simulator's files omit zeros at the end of content.
  const padded = under.success;
  const objects = new Map<Oid, FileObject>();
  const problems: string[] = [];
  for (const [name, value] of entries) {
    const read = readEntry(name, value, padded);
    if (typeof read === 'string') problems.push(read);
    else if (objects.has(read.id)) problems.push(`${formatOid(read.id)} is there twice.`);
    else objects.set(read.id, read);
  }
  return problems.length > 0 ? err(fault('exchange/damaged', { file, problems })) : ok({ file, objects: [...objects.values()] });
}
