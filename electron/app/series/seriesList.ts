import { fromHex, toHex } from '../../../core/bytes/hex.ts';
import { decodeText } from '../../../core/keys/fileItems.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { zipLimit } from '../../../core/bytes/zip.ts';

export interface ComponentIds {
  /** Hex, 25 bytes each, without duplicates. */
  readonly ids: readonly string[];
  /** Number of lines that repeat an earlier id. */
  readonly repeated: number;
}

const bad = (why: string, todo: string): Result<never> => err(fault('update/bad-option', { option: 'couid', why, todo }));
const todo = 'Write one UID (27 bytes) or component id (25 bytes) per line, in hexadecimal.';

/**
 * Reads a list of component ids, one in each line: the UID or its first 25 bytes, in any common hexadecimal form. In a table, the
 * column that is long enough is used. A heading, empty lines and comments are skipped.
 */
export function parseComponentIds(bytes: Uint8Array, file: string): Result<ComponentIds> {
  const text = decodeText(bytes);
  if (text === undefined) return err(fault('file/unknown-content', { file, taken: 'a list of component ids as text' }));
  const ids = new Set<string>();
  let repeated = 0;
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    // A regular expression up to the end of the line would take hours for a long line with a single CR at its end.
    const [before = ''] = line.split('#', 1);
    const plain = before.trim();
    if (plain === '') continue;
    const id = idIn(plain);
    if (id === undefined && at === 0 && !/^[\s0-9a-fx:,;-]+$/i.test(plain)) continue;
    if (id === undefined) return bad(`Line ${at + 1} of ${file} does not hold an id of 25 or 27 bytes.`, todo);
    if (ids.has(id)) repeated++;
    ids.add(id);
  }
  if (ids.size === 0) return bad(`${file} holds no component id.`, todo);
  if (ids.size > zipLimit) return bad(`${file} holds ${ids.size} ids.`, `Split it: at most ${zipLimit} are made at once.`);
  return ok({ ids: [...ids], repeated });
}

/** Minimum and maximum length of an id: 25 bytes with single digits and blanks, or 27 bytes as ` 0xNN, ` with some reserve. Characters */
const [shortest, longest] = [49, 400];

function idIn(line: string): string | undefined {
  for (const part of [...line.split(/[,;\t]/), line]) {
    if (part.length < shortest || part.length > longest) continue;
    const read = fromHex(part);
    if (read.ok && (read.value.length === 25 || read.value.length === 27)) return toHex(read.value.subarray(0, 25));
  }
  return undefined;
}
