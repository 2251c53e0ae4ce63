import { concat, utf8 } from './bytes.ts';

/** Entries that a plain archive can have (ZIP64 is not written). */
export const zipLimit = 65_000;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] as number);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Little-endian fields: [value, bytes]. */
function fields(...parts: readonly (readonly [number, 2 | 4])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap(([value, size]) => Array.from({ length: size }, (_, at) => (value >>> (8 * at)) & 0xff)));
}

/** Date and time in DOS form. It is the same for every entry, so that equal input gives equal archives. */
const stamp = [0x0021, 0x0000] as const;
const utf8Names = 0x0800;

/** A file in the archive. */
export interface ZipEntry {
  readonly name: string;
  readonly crc: number;
  readonly size: number;
  /** Offset of its local header. */
  readonly offset: number;
}

const common = ({ crc, size }: ZipEntry, nameLength: number): readonly (readonly [number, 2 | 4])[] => [
  [20, 2],
  [utf8Names, 2],
  [0, 2],
  [stamp[1], 2],
  [stamp[0], 2],
  [crc, 4],
  [size, 4],
  [size, 4],
  [nameLength, 2],
  [0, 2],
];

/** One stored file: its bytes in the archive, and its directory entry. @param offset of its first byte */
export function zipFile(name: string, content: Uint8Array, offset: number): { readonly entry: ZipEntry; readonly bytes: Uint8Array } {
  const entry: ZipEntry = { name, crc: crc32(content), size: content.length, offset };
  const nameBytes = utf8(name);
  return { entry, bytes: concat(fields([0x04034b50, 4], ...common(entry, nameBytes.length)), nameBytes, content) };
}

/** The record at the end of the archive. @param offset of its first byte */
export function zipEnd(entries: readonly ZipEntry[], offset: number): Uint8Array {
  const directory = entries.map((entry) => {
    const name = utf8(entry.name);
    const head = fields([0x02014b50, 4], [20, 2], ...common(entry, name.length), [0, 2], [0, 2], [0, 2], [0, 4], [entry.offset, 4]);
    return concat(head, name);
  });
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = fields([0x06054b50, 4], [0, 2], [0, 2], [entries.length, 2], [entries.length, 2], [size, 4], [offset, 4], [0, 2]);
  return concat(...directory, end);
}

/** A whole archive of stored files. @param files at most `zipLimit` */
export function zipOf(files: Iterable<{ readonly name: string; readonly bytes: Uint8Array }>): Uint8Array {
  const parts: Uint8Array[] = [];
  const entries: ZipEntry[] = [];
  let offset = 0;
  for (const { name, bytes: content } of files) {
    const { entry, bytes } = zipFile(name, content, offset);
    entries.push(entry);
    parts.push(bytes);
    offset += bytes.length;
  }
  return joined([...parts, zipEnd(entries, offset)]);
}

/** There can be tens of thousands of parts, which is more than a function call accepts as arguments. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
