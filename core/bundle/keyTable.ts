import { equalSecret } from '../bytes/bytes.ts';
import { toHex } from '../bytes/hex.ts';
import type { ChipId } from '../objects/uid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { keyKinds, type KeyKind } from './names.ts';

/** Bytes of a platform binding secret, and of an authorization reference. */
export const keyLength = 64;
const chipIdLength = 10;

/** The secrets of one key file, packed. The receiver wipes `keys`. */
export interface KeyTable {
  readonly kind: KeyKind;
  readonly ids: readonly ChipId[];
  /** 64 bytes for each chip id. */
  readonly keys: Uint8Array;
}

export type KeyFileFault = 'bundle/bad-key-line' | 'bundle/duplicate-chip';

const isSpace = (code: number | undefined): boolean => code === 0x20 || code === 0x09;
const [comma, semicolon, open, close, quote] = [...',;{}"'].map((sign) => sign.charCodeAt(0)) as [number, number, number, number, number];

function digit(code: number | undefined): number {
  if (code === undefined) return -1;
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** Reads one line from bytes. A secret never becomes a string, because strings cannot be wiped. */
class Line {
  readonly #bytes: Uint8Array;
  #at: number;
  readonly #end: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get ended(): boolean {
    return this.#at >= this.#end;
  }

  #peek(): number | undefined {
    return this.ended ? undefined : this.#bytes[this.#at];
  }

  spaces(): number {
    const start = this.#at;
    while (isSpace(this.#peek())) this.#at += 1;
    return this.#at - start;
  }

  take(...codes: readonly number[]): boolean {
    const code = this.#peek();
    if (code === undefined || !codes.includes(code)) return false;
    this.#at += 1;
    return true;
  }

  /** Reads hexadecimal digits into `into`. @returns how many digits there were; digits that do not fit are only counted */
  hex(into: Uint8Array): number {
    let count = 0;
    for (let value = digit(this.#peek()); value >= 0; value = digit(this.#peek())) {
      const place = count >> 1;
      if (place < into.length) into[place] = count % 2 === 0 ? value << 4 : (into[place] as number) | value;
      count += 1;
      this.#at += 1;
    }
    return count;
  }
}

/** Reads one record. Returns undefined when the line is correct, else the reason. The reason never contains the line's text. */
function readRecord(line: Line, chipId: Uint8Array, key: Uint8Array): string | undefined {
  const braced = (line.spaces(), line.take(open));
  line.spaces();
  const quoted = line.take(quote);
  const idDigits = line.hex(chipId);
  if (idDigits !== 2 * chipIdLength) return `The chip id must have 20 hexadecimal digits; this line has ${idDigits} (is it a title line?).`;
  if (quoted && !line.take(quote)) return 'The quotation mark after the chip id is missing.';
  const blanks = line.spaces();
  const parted = line.take(comma, semicolon);
  if (!parted && blanks === 0) return 'No separator between chip id and key.';
  line.spaces();
  const keyQuoted = line.take(quote);
  const keyDigits = line.hex(key);
  if (keyDigits !== 2 * keyLength) return `The key must have 128 hexadecimal digits; this line has ${keyDigits}.`;
  if (keyQuoted && !line.take(quote)) return 'The quotation mark after the key is missing.';
  line.spaces();
  if (line.take(close) !== braced) return braced ? 'The closing brace is missing.' : 'A closing brace has no opening brace.';
  line.spaces();
  line.take(comma, semicolon);
  line.spaces();
  return line.ended ? undefined : 'There is more text after the key.';
}

function* linesOf(bytes: Uint8Array): Generator<{ readonly number: number; readonly start: number; readonly end: number }> {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  let start = marked ? 3 : 0;
  for (let number = 1; start < bytes.length; number++) {
    const found = bytes.indexOf(0x0a, start);
    const next = found < 0 ? bytes.length : found;
    const end = next > start && bytes[next - 1] === 0x0d ? next - 1 : next;
    let from = start;
    while (from < end && isSpace(bytes[from])) from += 1;
    if (from < end) yield { number, start, end };
    start = next + 1;
  }
}

/** Converts text that an editor saved as UTF-16 (it begins with a byte order mark) to one byte per character. Other text is unchanged. */
function fromUtf16(bytes: Uint8Array): Uint8Array {
  const [first, second] = bytes;
  const low = first === 0xff && second === 0xfe ? 0 : first === 0xfe && second === 0xff ? 1 : undefined;
  if (low === undefined) return bytes;
  return Uint8Array.from({ length: (bytes.length - 2) >> 1 }, (_, i) => (bytes[2 * i + 3 - low] === 0 ? (bytes[2 * i + 2 + low] as number) : 0xff));
}

/** Bytes of the shortest record: the digits of chip id and key, and one separator. */
const shortestRecord = 2 * chipIdLength + 1 + 2 * keyLength;
/** The table is sized by bytes, not by lines: a file of line ends alone would need sixty-four times its size. */
const mostRecords = (bytes: Uint8Array): number => Math.ceil(bytes.length / shortestRecord);

/**
 * Reads `PBS_keys.txt` or `auto_keys.txt`: one record a line, chip id and key, separated by comma, semicolon, blank or
 * tab, with or without braces. A line that is not a record refuses the whole file, and the fault names the line number.
 * Empty lines are ignored.
 * @param file name of the file in faults
 */
export function readKeyFile(kind: KeyKind, file: string, given: Uint8Array): Result<KeyTable, KeyFileFault> {
  const bytes = fromUtf16(given);
  const ids: ChipId[] = [];
  const places = new Map<string, number>();
  const keys = new Uint8Array(mostRecords(bytes) * keyLength);
  const [chipId, key] = [new Uint8Array(chipIdLength), new Uint8Array(keyLength)];
  let [bad, first]: [number, { line: number; why: string } | undefined] = [0, undefined];
  const forget = (): void => void (bytes === given || bytes.fill(0));
  const refuse = <C extends KeyFileFault>(refusal: ReturnType<typeof fault<C>>) => (keys.fill(0), key.fill(0), forget(), err(refusal));
  for (const { number, start, end } of linesOf(bytes)) {
    const why = readRecord(new Line(bytes, start, end), chipId, key);
    if (why !== undefined) {
      bad += 1;
      first ??= { line: number, why };
      continue;
    }
    const id = toHex(chipId) as ChipId;
    const place = places.get(id);
    if (place === undefined) {
      keys.set(key, ids.length * keyLength);
      places.set(id, ids.push(id) - 1);
    } else if (!equalSecret(keys.subarray(place * keyLength, (place + 1) * keyLength), key)) {
      return refuse(fault('bundle/duplicate-chip', { chipId: id, object: `the ${keyKinds[kind].name}`, file }));
    }
  }
  if (first !== undefined) return refuse(fault('bundle/bad-key-line', { file, ...first, more: bad - 1 }));
  if (ids.length === 0) return refuse(fault('bundle/bad-key-line', { file, line: 1, why: 'The file has no record.', more: 0 }));
  key.fill(0);
  forget();
  return ok({ kind, ids, keys: keys.subarray(0, ids.length * keyLength) });
}

/**
 * Merges two key files of one kind. A chip in both must have the same secret in each. Both inputs are wiped.
 * @param file name of the second file in faults
 */
export function mergeKeyTables(first: KeyTable, second: KeyTable, file: string): Result<KeyTable, 'bundle/duplicate-chip'> {
  const keys = new Uint8Array(first.keys.length + second.keys.length);
  keys.set(first.keys);
  const places = new Map(first.ids.map((id, place) => [id, place]));
  const keyAt = (table: Uint8Array, place: number): Uint8Array => table.subarray(place * keyLength, (place + 1) * keyLength);
  const contradicts = second.ids.find((id, i) => {
    const key = keyAt(second.keys, i);
    const place = places.get(id);
    if (place !== undefined) return !equalSecret(keyAt(keys, place), key);
    keys.set(key, places.size * keyLength);
    places.set(id, places.size);
    return false;
  });
  first.keys.fill(0);
  second.keys.fill(0);
  const { kind } = first;
  if (contradicts === undefined) return ok({ kind, ids: [...places.keys()], keys: keys.subarray(0, places.size * keyLength) });
  keys.fill(0);
  return err(fault('bundle/duplicate-chip', { chipId: contradicts, object: `the ${keyKinds[kind].name}`, file }));
}
