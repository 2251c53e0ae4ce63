import { metadataFromJson, metadataToJson } from '../../access/metadataJson.ts';
import { equal, readUint } from '../../bytes/bytes.ts';
import { fromHex } from '../../bytes/hex.ts';
import { isKeyKind, type ObjectEntry } from '../../objects/catalogue.ts';
import { fieldNumber, metadataFields, metadataTags, parseMetadata, type Metadata } from '../../objects/metadata.ts';
import { say } from '../../result/say.ts';
import { vendorLimit } from './vendorJson.ts';
import { sayBytes } from '../../result/format.ts';

function readRaw(raw: unknown): Metadata | string {
  if (typeof raw !== 'string') return 'it is not hexadecimal text.';
  const bytes = fromHex(raw, 'it');
  if (!bytes.ok) return say(bytes.fault).why;
  const parsed = parseMetadata(bytes.value);
  return parsed.ok ? parsed.value : say(parsed.fault).why;
}

function readPretty(pretty: unknown): Metadata | string {
  const read = metadataFromJson(pretty);
  return read.ok ? read.value : say(read.fault).what + ' ' + say(read.fault).why;
}

/** The tag of a field that has different values in the raw and the pretty form: nobody can tell which value is meant. */
const contradiction = (raw: Metadata, pretty: Metadata): number | undefined =>
  pretty.find(({ tag, value }) => {
    const other = raw.find((entry) => entry.tag === tag);
    if (other === undefined) return true;
    // Sizes are compared as numbers: the chip may write 10 in two bytes where the pretty form gives one.
    const size = tag === metadataTags.used_size || tag === metadataTags.max_size;
    return size ? readUint(other.value) !== readUint(value) : !equal(other.value, value) && !withoutNames(tag, other.value, value);
  })?.tag;

/** Whether the difference is only that older exports of this program omit bits without a name from the pretty form. */
function withoutNames(tag: number, raw: Uint8Array, words: Uint8Array): boolean {
  const [all, named] = [raw[0], words[0]];
  if ((tag !== metadataTags.key_usage && tag !== metadataTags.reset_type) || all === undefined || named === undefined) return false;
  const flags = (byte: number): string => JSON.stringify(namedFlags(tag, byte));
  return flags(all) === flags(named);
}

/** The named bits in a list of words. */
function namedFlags(tag: number, byte: number): unknown {
  const [value] = Object.values(metadataToJson([{ tag, value: Uint8Array.of(byte) }]));
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string' && !word.startsWith('0x')) : value;
}

/** Metadata of an entry: the raw form, or the pretty form when there is no raw one. @returns a text that says what is wrong */
export function readFileMetadata(raw: unknown, pretty: unknown): Metadata | string | undefined {
  const words = pretty === undefined || pretty === null ? undefined : readPretty(pretty);
  if (raw === undefined) return words;
  const bytes = readRaw(raw);
  if (typeof bytes === 'string' || words === undefined) return bytes;
  if (typeof words === 'string') return words;
  const tag = contradiction(bytes, words);
  if (tag === undefined) return bytes;
  return `"metadata" and "pretty_metadata" say different things of ${metadataFields.get(tag) ?? 'a field'}; leave out the one that is not meant.`;
}

interface FileData {
  readonly data?: Uint8Array;
  readonly wholeSize?: number;
  readonly notes: readonly string[];
}

function padTo(bytes: Uint8Array, size: number): Uint8Array {
  const whole = new Uint8Array(size);
  whole.set(bytes);
  return whole;
}

/**
 * Content of an entry. Tools write `false`, null or an empty text for unreadable content.
 * @param about.padded whether zeros at the end may be missing
 * @returns a text that says what is wrong
 */
export function readFileData(
  data: unknown,
  about: { readonly entry: ObjectEntry; readonly metadata: Metadata | undefined; readonly padded: boolean },
): FileData | string {
  const { entry, metadata = [], padded } = about;
  if (data === undefined) return { notes: [] };
  if (data === false || data === null || data === '') return { notes: ['its content was not readable when the file was made'] };
  if (typeof data !== 'string') return 'it is not hexadecimal text.';
  const bytes = fromHex(data, 'it');
  if (!bytes.ok) return say(bytes.fault).why;
  if (isKeyKind(entry.kind)) return 'a key has no content that a file can hold.';
  const most = Math.min(entry.maxSize, fieldNumber(metadata, 'max_size') ?? entry.maxSize);
  if (bytes.value.length > most) return `it has ${sayBytes(bytes.value.length)}, but the object holds ${most}.`;
  const used = fieldNumber(metadata, 'used_size') ?? bytes.value.length;
  if (bytes.value.length === vendorLimit && used > vendorLimit) return { data: bytes.value, wholeSize: used, notes: [] };
  if (padded && bytes.value.length < used) return { data: padTo(bytes.value, used), notes: [] };
  if (bytes.value.length === used) return { data: bytes.value, notes: [] };
  return { data: bytes.value, notes: [`its content has ${sayBytes(bytes.value.length)}, but its metadata says ${used}`] };
}
