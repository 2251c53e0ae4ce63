import { concat, leftPad } from '../bytes/bytes.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { sayBytes } from '../result/format.ts';

/** Universal tags of X.690 that keys and certificates use. */
export const derTags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** One value with the values inside it. */
export interface DerNode {
  readonly tag: number;
  readonly content: Uint8Array;
  /** Tag, length and content. */
  readonly whole: Uint8Array;
  /** Empty for a primitive value. */
  readonly children: readonly DerNode[];
}

/** Makes the views of its parts on demand, because only a few of the values of thousands of certificates are used. */
class Value implements DerNode {
  readonly tag: number;
  readonly children: readonly DerNode[];
  readonly #bytes: Uint8Array;
  readonly #at: number;
  readonly #start: number;
  /** Index of its end in the parsed bytes. */
  readonly end: number;

  constructor(bytes: Uint8Array, at: number, start: number, end: number, children: readonly DerNode[]) {
    this.tag = bytes[at] as number;
    this.children = children;
    this.#bytes = bytes;
    this.#at = at;
    this.#start = start;
    this.end = end;
  }

  get content(): Uint8Array {
    return this.#bytes.subarray(this.#start, this.end);
  }

  get whole(): Uint8Array {
    return this.#bytes.subarray(this.#at, this.end);
  }
}

const none: readonly DerNode[] = [];
const maxDepth = 32;
/** Most values in one file. A certificate has about a hundred. A megabyte of empty values would need a hundred megabytes. */
const maxValues = 10_000;
type Problem = { readonly at: number; readonly why: string };

/** @param limit end of the surrounding value */
function lengthAt(bytes: Uint8Array, at: number, limit: number): { length: number; next: number } | Problem {
  const first = at < limit ? bytes[at] : undefined;
  if (first === undefined) return { at, why: 'the length is missing' };
  if (first < 0x80) return { length: first, next: at + 1 };
  const count = first & 0x7f;
  if (count === 0 || count > 3) return { at, why: 'its length is not in the definite form' };
  let length = 0;
  for (let i = 1; i <= count; i++) length = length * 256 + (bytes[at + i] ?? 0);
  if (at + count >= limit) return { at, why: 'the length is cut short' };
  if (length < 0x80 || length < 256 ** (count - 1)) return { at, why: 'its length is not in the shortest form' };
  return { length, next: at + 1 + count };
}

function nodeAt(bytes: Uint8Array, at: number, limit: number, depth: number, room: { values: number }): Value | Problem {
  const tag = at < limit ? bytes[at] : undefined;
  if (room.values-- <= 0) return { at, why: `more than ${maxValues} values are in it` };
  if (tag === undefined) return { at, why: 'a value is missing' };
  if ((tag & 0x1f) === 0x1f) return { at, why: 'a tag is longer than one byte' };
  if (depth > maxDepth) return { at, why: 'it is nested too deep' };
  const read = lengthAt(bytes, at + 1, limit);
  if ('why' in read) return read;
  const end = read.next + read.length;
  if (end > limit) return { at, why: 'a value is cut short' };
  if ((tag & 0x20) === 0) return new Value(bytes, at, read.next, end, none);
  const children: DerNode[] = [];
  for (let inner = read.next; inner < end; ) {
    const child = nodeAt(bytes, inner, end, depth + 1, room);
    if ('why' in child) return child;
    children.push(child);
    inner = child.end;
  }
  return new Value(bytes, at, read.next, end, children);
}

/**
 * Parses one DER value with all its parts: definite, shortest lengths, one-byte tags, no bytes after it.
 * @param what name of the input in a fault
 */
export function parseDer(bytes: Uint8Array, what: string): Result<DerNode, 'der/malformed'> {
  const node = nodeAt(bytes, 0, bytes.length, 0, { values: maxValues });
  if ('why' in node) return err(fault('der/malformed', { what, at: node.at, why: node.why }));
  if (node.end === bytes.length) return ok(node);
  return err(fault('der/malformed', { what, at: node.end, why: 'bytes follow its end' }));
}

/** Length of the DER value at the start, header included; undefined when it is cut short or not DER. */
export function derLength(bytes: Uint8Array): number | undefined {
  const read = lengthAt(bytes, 1, bytes.length);
  if ('why' in read || read.next + read.length > bytes.length) return undefined;
  return read.next + read.length;
}

const contentOf = (node: DerNode | undefined, tag: number): Uint8Array | undefined =>
  node?.tag === tag ? node.content : undefined;

/** Values of a SEQUENCE; empty when it is not a SEQUENCE. */
export const inSequence = (node: DerNode | undefined): readonly DerNode[] =>
  node?.tag === derTags.sequence ? node.children : [];

/** Magnitude of a non-negative INTEGER in its shortest form, without the sign byte; undefined otherwise. */
export function readInteger(node: DerNode | undefined): Uint8Array | undefined {
  const content = contentOf(node, derTags.integer);
  const [first, second] = content ?? [];
  if (content === undefined || first === undefined || first >= 0x80) return undefined;
  if (first !== 0 || content.length === 1) return content;
  return second !== undefined && second >= 0x80 ? content.subarray(1) : undefined;
}

export const readSmallInteger = (node: DerNode | undefined): number | undefined => {
  const value = readInteger(node);
  return value === undefined || value.length > 4 ? undefined : value.reduce((sum, byte) => sum * 256 + byte, 0);
};

/** Bytes of a BIT STRING without unused bits. */
export function readBitString(node: DerNode | undefined): Uint8Array | undefined {
  const content = contentOf(node, derTags.bitString);
  return content?.[0] === 0 ? content.subarray(1) : undefined;
}

export const readOctetString = (node: DerNode | undefined): Uint8Array | undefined => contentOf(node, derTags.octetString);

/** Object identifier with dots. */
export function readOid(node: DerNode | undefined): string | undefined {
  const content = contentOf(node, derTags.oid);
  if (content === undefined || content.length === 0 || (content.at(-1) as number) >= 0x80) return undefined;
  const arcs: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(value);
      value = 0;
    }
  }
  const first = arcs[0] as number;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - 40 * top, ...arcs.slice(1)].join('.');
}

/** The value in a constructed context tag `[number]`. */
export const inContext = (nodes: readonly DerNode[], number: number): DerNode | undefined =>
  nodes.find(({ tag }) => tag === (0xa0 | number));

function encodeLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  if (length < 0x100) return Uint8Array.of(0x81, length);
  if (length < 0x10000) return Uint8Array.of(0x82, length >> 8, length & 0xff);
  return Uint8Array.of(0x83, length >> 16, (length >> 8) & 0xff, length & 0xff);
}

export function encodeDer(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts);
  return concat(Uint8Array.of(tag), encodeLength(content.length), content);
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => encodeDer(derTags.sequence, ...parts);
export const octetString = (bytes: Uint8Array): Uint8Array => encodeDer(derTags.octetString, bytes);
export const bitString = (bytes: Uint8Array): Uint8Array => encodeDer(derTags.bitString, Uint8Array.of(0), bytes);
export const derNull = (): Uint8Array => Uint8Array.of(derTags.null, 0);
export const context = (number: number, ...parts: readonly Uint8Array[]): Uint8Array => encodeDer(0xa0 | number, ...parts);

/** INTEGER of an unsigned magnitude: shortest form, with a leading zero byte where the sign needs it. */
export function integer(magnitude: Uint8Array | number): Uint8Array {
  const bytes = typeof magnitude === 'number' ? Uint8Array.of(magnitude) : magnitude;
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const shortest = bytes.length === 0 ? Uint8Array.of(0) : bytes.subarray(start);
  return encodeDer(derTags.integer, (shortest[0] as number) >= 0x80 ? Uint8Array.of(0) : new Uint8Array(), shortest);
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

/** @param dotted object identifier with dots */
export function objectIdentifier(dotted: string): Uint8Array {
  const [top = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return encodeDer(derTags.oid, Uint8Array.from([top * 40 + second, ...rest].flatMap(base128)));
}

/** @param rs r ‖ s, each padded. @returns two DER INTEGERs without the SEQUENCE, each in its shortest form */
export const encodeSignatureIntegers = (rs: Uint8Array): Uint8Array =>
  concat(integer(rs.subarray(0, rs.length / 2)), integer(rs.subarray(rs.length / 2)));

/**
 * Reads one number of a signature, without leading zeros. Real chips pad it to the curve's length, which strict DER
 * does not allow (trezor-firmware issue 3411, optiga-trust-m issue 106).
 */
function signatureNumber(node: DerNode, fieldBytes: number): Uint8Array | undefined {
  const shortest = readInteger(node);
  if (shortest !== undefined) return shortest;
  const { tag, content } = node;
  const padded = content[0] === 0 && (content.length === fieldBytes || content.length === fieldBytes + 1);
  if (tag !== derTags.integer || !padded) return undefined;
  return content.subarray(Math.max(0, content.findIndex((byte) => byte !== 0)));
}

/**
 * Reads both forms: strict DER, and the chip's padded form.
 * @param bytes two DER INTEGERs without the SEQUENCE
 * @param fieldBytes the curve's byte length
 * @returns r ‖ s, each padded
 */
export function decodeSignatureIntegers(bytes: Uint8Array, fieldBytes: number): Result<Uint8Array, 'der/malformed'> {
  // Each number has a header of at most three bytes, and may have a leading zero.
  const parsed = parseDer(sequence(bytes.subarray(0, 2 * (fieldBytes + 4) + 1)), 'The signature');
  if (!parsed.ok) return parsed;
  const [r, s] = parsed.value.children.map((node) => signatureNumber(node, fieldBytes));
  if (parsed.value.children.length === 2 && r !== undefined && s !== undefined && Math.max(r.length, s.length) <= fieldBytes) {
    return ok(concat(leftPad(r, fieldBytes), leftPad(s, fieldBytes)));
  }
  return err(fault('der/malformed', { what: 'The signature', at: 0, why: `it is not two numbers of at most ${sayBytes(fieldBytes)}` }));
}
