import { closeSync, fstatSync, openSync, read as readCallback, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { utf8 } from '../../core/bytes/bytes.ts';
import { hashOf, nothingBefore, type Tail } from './chain.ts';

/** A line of a file without its line end, and its position. */
export interface Line {
  readonly text: string;
  /** Position of the first byte, and of the first byte after the line end. */
  readonly from: number;
  readonly to: number;
  /** Whether the line has a line end. A crash can cut off the last line. */
  readonly ended: boolean;
}

const chunkBytes = 256 << 10;
const fewBytes = 64 << 10;
const smallBuffer = 4 << 10;
const readFrom = promisify(readCallback);
const newline = 10;
/** Maximum length of a line; this program writes only shorter ones. A longer line is not read into memory. Bytes. */
const longestLine = 64 << 20;

/**
 * Reads the file's bytes from `from` to its end, in chunks. Each chunk is valid until the next one. A few bytes are read
 * synchronously, in microseconds. Each wait for the thread pool costs more, and boards that work at the same time wait for it too.
 */
export async function* chunksOf(path: string, from = 0, to = Infinity): AsyncGenerator<Buffer> {
  const file = openSync(path, 'r');
  try {
    const left = Math.min(fstatSync(file).size, to) - from;
    // The file may grow meanwhile.
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(smallBuffer, left)));
    for (let at = from; at < to; ) {
      const length = Math.min(buffer.length, to - at);
      const bytesRead = left <= fewBytes ? readSync(file, buffer, 0, length, at) : (await readFrom(file, buffer, 0, length, at)).bytesRead;
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  } finally {
    closeSync(file);
  }
}

/** Reads the lines of a file in groups, because a file may be longer than a string can be. */
export async function* linesOf(path: string, from = 0, to = Infinity): AsyncGenerator<readonly Line[]> {
  // Pieces of a line whose end was not read yet.
  let pieces: Buffer[] = [];
  let waiting = 0;
  let at = from;
  for await (const chunk of chunksOf(path, from, to)) {
    const first = chunk.indexOf(newline);
    if (first < 0) {
      pieces.push(Buffer.from(chunk));
      waiting += chunk.length;
      if (waiting > longestLine) throw Object.assign(new Error('a line is too long'), { code: 'EFBIG' });
      continue;
    }
    const bytes = waiting === 0 ? chunk : Buffer.concat([...pieces, chunk]);
    const lines: Line[] = [];
    let start = 0;
    for (let end = waiting + first; end >= 0; end = bytes.indexOf(newline, start)) {
      lines.push({ text: bytes.toString('utf8', start, end), from: at + start, to: at + end + 1, ended: true });
      start = end + 1;
    }
    at += start;
    pieces = start === bytes.length ? [] : [Buffer.from(bytes.subarray(start))];
    waiting = bytes.length - start;
    yield lines;
  }
  if (waiting > 0) yield [{ text: Buffer.concat(pieces).toString('utf8'), from: at, to: at + waiting, ended: false }];
}

/** Reads the line that ends just before byte `to`; undefined when there is none. */
export function lineBefore(file: number, to: number): Line | undefined {
  if (to === 0) return undefined;
  for (let size = 64 << 10; ; size *= 4) {
    const from = Math.max(0, to - size);
    const bytes = Buffer.alloc(to - from);
    readSync(file, bytes, 0, bytes.length, from);
    const ended = bytes.at(-1) === newline;
    const end = ended ? bytes.length - 1 : bytes.length;
    const start = end === 0 ? 0 : bytes.lastIndexOf(newline, end - 1) + 1;
    if (start > 0 || from === 0) return { text: bytes.toString('utf8', start, end), from: from + start, to, ended };
    if (size > longestLine) throw Object.assign(new Error('a line is too long'), { code: 'EFBIG' });
  }
}

function numberIn(text: string): number | undefined {
  try {
    const { seq } = JSON.parse(text) as { readonly seq?: unknown };
    return Number.isInteger(seq) ? (seq as number) : undefined;
  } catch {
    return undefined;
  }
}

function timeIn(text: string): string | undefined {
  try {
    const { at } = JSON.parse(text) as { readonly at?: unknown };
    return typeof at === 'string' ? at : undefined;
  } catch {
    return undefined;
  }
}

async function countLines(path: string, to: number): Promise<number> {
  let lines = 0;
  for await (const chunk of chunksOf(path, 0, to)) for (const byte of chunk) if (byte === newline) lines += 1;
  return lines;
}

/** Reads the end of a file, and its size in bytes. Only the last lines are read, whatever the file's size. */
export async function readTail(path: string): Promise<{ readonly size: number; readonly tail: Tail }> {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const last = lineBefore(file, size);
    if (last === undefined) return { size, tail: { seq: 0, hash: nothingBefore, torn: 0 } };
    const whole = last.ended ? last : lineBefore(file, last.from);
    const before = whole === undefined ? 0 : (numberIn(whole.text) ?? (await countLines(path, whole.to)));
    const at = whole === undefined ? undefined : timeIn(whole.text);
    const tail = { hash: hashOf(last.text), ...(at === undefined ? {} : { at }) };
    return { size, tail: last.ended ? { ...tail, seq: before, torn: 0 } : { ...tail, seq: before + 1, torn: utf8(last.text).length } };
  } finally {
    closeSync(file);
  }
}
