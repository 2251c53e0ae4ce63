import { readLooseJson } from '../bytes/looseJson.ts';
import { fromHex } from '../bytes/hex.ts';
import { decodeText } from '../keys/fileItems.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { beginsLikeManifest } from './bareManifest.ts';
import type { DataSet } from './dataSet.ts';

export interface DataSetText {
  readonly dataSet: DataSet;
  /** Prefix of the C array names in a header, for example `ecc_key`. */
  readonly headerKind?: string;
}

export type TextFault =
  | 'file/empty'
  | 'file/too-large'
  | 'update/no-data-set'
  | 'update/several-data-sets'
  | 'update/no-fragments'
  | 'update/bad-fragment';
type Read = Result<DataSetText, TextFault>;

interface NamedArray {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const limit = 1_048_576;
const bareManifest = 'It is a bare manifest (CBOR) without its fragments.';

/** Works in one pass. A search for the end of each comment would take minutes if a megabyte has only beginnings. */
function withoutComments(text: string): string {
  const kept: string[] = [];
  let at = 0;
  for (let start = text.indexOf('/*'); start >= 0; start = text.indexOf('/*', at)) {
    const end = text.indexOf('*/', start + 2);
    if (end < 0) break;
    kept.push(text.slice(at, start), ' ');
    at = end + 2;
  }
  return (kept.join('') + text.slice(at)).replace(/\/\/.*$/gm, ' ');
}

/**
 * The arrays in a text: a name with `[]`, then bytes up to something that is not a byte. Braces may be missing. Empty when an array is
 * damaged.
 */
function readArrays(text: string): NamedArray[] {
  const heads = [...text.matchAll(/(?<!\w)([A-Za-z_]\w{0,99})(?!\w)\s{0,20}\[[^\]]{0,100}\]\s{0,20}=/g)];
  return heads.map((head, index) => {
    const start = head.index + head[0].length;
    const body = text.slice(start, heads[index + 1]?.index ?? text.length);
    const run = /^[\s{]*((?:0x[0-9a-f]{1,2}[\s,]*)*)/i.exec(body);
    const read = fromHex(run?.[1] ?? '');
    // After the bytes there may only be the next heading. If a byte or half a byte follows, the array was cut off.
    const broken = /^\w?\d|0x/i.test(body.slice(run?.[0].length));
    return { name: head[1] as string, bytes: read.ok && !broken ? read.value : new Uint8Array() };
  });
}

/** Position of an array in its data set: 0 is the manifest, then the fragments; undefined for another array. */
function placeOf(name: string): number | undefined {
  if (/^manifest/.test(name)) return 0;
  const number = /^fragment_?(\d{1,3})$/.exec(name)?.[1];
  if (number !== undefined) return Number(number);
  return undefined;
}

function fromVendorText(arrays: readonly NamedArray[], file: string): Read {
  const fragments: Uint8Array[] = [];
  for (const { name, bytes } of arrays.slice(1)) {
    const number = placeOf(name);
    if (number === undefined) continue;
    if (number !== fragments.length + 1) {
      return err(fault('update/bad-fragment', { number: fragments.length + 1, why: `Where it should stand is fragment ${number}.` }));
    }
    if (bytes.length === 0) return err(fault('update/bad-fragment', { number, why: 'Its bytes cannot be read.' }));
    fragments.push(bytes);
  }
  const manifest = (arrays[0] as NamedArray).bytes;
  return fragments.length === 0 ? err(fault('update/no-fragments', { file })) : ok({ dataSet: { manifest, fragments } });
}

/** Header of the example firmware: the continue array contains all full fragments, one after the other. */
function fromHeader(kind: string, arrays: readonly NamedArray[], file: string): Read {
  const named = (name: string): Uint8Array | undefined => arrays.find((array) => array.name === name)?.bytes;
  const [manifest, rest, last] = [`manifest_${kind}`, `${kind}_continue_fragment_array`, `${kind}_final_fragment_array`].map(named);
  if (manifest === undefined || last === undefined || last.length === 0) return err(fault('update/no-fragments', { file }));
  const full = Array.from({ length: Math.ceil((rest?.length ?? 0) / 640) }, (_, i) => rest?.slice(640 * i, 640 * i + 640) as Uint8Array);
  return ok({ dataSet: { manifest, fragments: [...full, last] }, headerKind: kind });
}

function fromC(text: string, file: string): Read {
  const arrays = readArrays(withoutComments(text));
  const starts = arrays.filter(({ name }) => placeOf(name) === 0);
  const [first] = starts;
  if (first === undefined) return err(fault('update/no-data-set', { file, why: 'No array in it is called manifest_….' }));
  if (starts.length > 1) return err(fault('update/several-data-sets', { file, count: starts.length }));
  if (first.bytes.length === 0) return err(fault('update/no-data-set', { file, why: 'The bytes of its manifest cannot be read.' }));
  const kind = /^manifest_(?!data$)(\w+)$/.exec(first.name)?.[1];
  if (kind !== undefined && arrays.some(({ name }) => name.startsWith(`${kind}_`))) return fromHeader(kind, arrays, file);
  return fromVendorText(arrays.slice(arrays.indexOf(first)), file);
}

function fromJson(text: string, file: string): Read {
  const none = (why: string): Read => err(fault('update/no-data-set', { file, why }));
  const json = readLooseJson(text);
  if (!json.read) return none(json.why);
  const parsed = json.value;
  if (Array.isArray(parsed)) return parsed.length > 1 ? err(fault('update/several-data-sets', { file, count: parsed.length })) : none('It is a JSON list.');
  const { manifest, fragments } = parsed as { readonly manifest?: unknown; readonly fragments?: unknown };
  if (typeof manifest !== 'string' || !Array.isArray(fragments)) return none('It is JSON without "manifest" and "fragments".');
  if (fragments.length === 0) return err(fault('update/no-fragments', { file }));
  const bytes = [manifest, ...(fragments as unknown[])].map((item) => (typeof item === 'string' ? fromHex(item) : undefined));
  const bad = bytes.findIndex((read) => !read?.ok || read.value.length === 0);
  if (bad === 0) return none('Its "manifest" is not hexadecimal.');
  if (bad > 0) return err(fault('update/bad-fragment', { number: bad, why: 'It is not hexadecimal.' }));
  const [head, ...rest] = bytes.map((read) => (read?.ok === true ? read.value : new Uint8Array()));
  return ok({ dataSet: { manifest: head as Uint8Array, fragments: rest } });
}

/**
 * As `parseDataSetText`, from a file's bytes: text in UTF-8 or UTF-16. A bare manifest (CBOR) is distinguished from other
 * binary data.
 */
export function parseDataSetFile(bytes: Uint8Array, file: string): Read {
  if (bytes.length === 0) return err(fault('file/empty', { file }));
  if (bytes.length > limit) return err(fault('file/too-large', { file, bytes: bytes.length, limit }));
  const text = decodeText(bytes);
  if (text !== undefined) return parseDataSetText(text, file);
  return err(fault('update/no-data-set', { file, why: beginsLikeManifest(bytes) ? bareManifest : 'It is binary data of another kind.' }));
}

/**
 * Reads a data set in any text form: the vendor tool's console and file output (braces may be missing), a C header of
 * the example firmware, or our own JSON `{manifest, fragments}`. More than one set is a fault; the first one is never
 * chosen silently.
 * @param file name of the input in faults
 */
export function parseDataSetText(text: string, file: string): Read {
  if (text.trim() === '') return err(fault('file/empty', { file }));
  if (text.length > limit) return err(fault('file/too-large', { file, bytes: text.length, limit }));
  if (/^\uFEFF?\s*[{[]\s*["'{}\]]/.test(text) || /^\s*["']?manifest["']\s*:/m.test(text)) return fromJson(text.replace(/^\uFEFF/, ''), file);
  if (/^\s*(0x)?84[\s,]*(0x)?4[37]/i.test(text) || /^[\u0084\ufffd][CG]/.test(text)) {
    return err(fault('update/no-data-set', { file, why: bareManifest }));
  }
  return fromC(text, file);
}
