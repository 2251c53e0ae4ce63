import { concat } from '../bytes/bytes.ts';

const maxDepth = 32;
/** Most values in one file. A container with a chain of ten certificates has about two thousand. */
const maxValues = 20_000;

interface Length {
  /** Undefined for the indefinite form: such a value lasts until its end mark. */
  readonly length: number | undefined;
  readonly next: number;
}

function lengthAt(bytes: Uint8Array, at: number): Length | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first < 0x80) return { length: first, next: at + 1 };
  const count = first & 0x7f;
  if (count === 0) return { length: undefined, next: at + 1 };
  if (count > 4 || at + count >= bytes.length) return undefined;
  let length = 0;
  for (let i = 1; i <= count; i++) length = length * 256 + (bytes[at + i] as number);
  return { length, next: at + 1 + count };
}

/** Header of a DER value. */
function header(tag: number, length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(tag, length);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return Uint8Array.of(tag, 0x80 | digits.length, ...digits);
}

interface Read {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly next: number;
}

/** String types that may come in pieces. BIT STRING is not included, because no supported file has one in pieces. */
const stringInPieces = 0x24;

function valueAt(bytes: Uint8Array, at: number, limit: number, depth: number, room: { values: number }): Read | undefined {
  const tag = bytes[at];
  if (tag === undefined || (tag & 0x1f) === 0x1f || depth > maxDepth || room.values-- <= 0) return undefined;
  const read = lengthAt(bytes, at + 1);
  if (read === undefined) return undefined;
  const end = read.length === undefined ? undefined : read.next + read.length;
  if ((end ?? read.next) > limit) return undefined;
  if ((tag & 0x20) === 0) return end === undefined ? undefined : { tag, content: bytes.subarray(read.next, end), next: end };
  const parts: Read[] = [];
  let inner = read.next;
  for (; end === undefined ? !(bytes[inner] === 0 && bytes[inner + 1] === 0) : inner < end; ) {
    const part = valueAt(bytes, inner, end ?? limit, depth + 1, room);
    if (part === undefined) return undefined;
    parts.push(part);
    inner = part.next;
  }
  const next = end ?? inner + 2;
  if (next > limit) return undefined;
  if (tag === stringInPieces) return { tag: 0x04, content: concat(...parts.map(({ content }) => content)), next };
  return { tag, content: concat(...parts.flatMap((part) => [header(part.tag, part.content.length), part.content])), next };
}

const firstValue = (bytes: Uint8Array): Read | undefined => valueAt(bytes, 0, bytes.length, 0, { values: maxValues });

/** Whether these bytes are one BER value and nothing else. */
export const isOneBerValue = (bytes: Uint8Array): boolean => firstValue(bytes)?.next === bytes.length;

/**
 * Converts one BER value to DER: definite, shortest lengths, strings in one piece. PKCS#12 and PKCS#7 files of browsers
 * and keychains are BER (X.690, 8.1.3.6). Signed parts in them are already DER and keep their bytes.
 * @returns undefined when it is not BER
 */
export function derOfBer(bytes: Uint8Array): Uint8Array | undefined {
  const read = firstValue(bytes);
  return read === undefined ? undefined : concat(header(read.tag, read.content.length), read.content);
}
