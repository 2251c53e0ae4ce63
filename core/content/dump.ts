import { concat } from '../bytes/bytes.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';

type Read = Result<Uint8Array, 'content/unclear'>;

interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly offset: string;
  readonly bytes: Uint8Array;
}

/** Most bytes that a `*` line may replace. */
const repeatedAtMost = 65_536;

const colonLine = /^[ \t]{0,16}([0-9a-fA-F]{4,16}):[ \t]+([0-9a-fA-F].*)$/;
const plainLine = /^[ \t]{0,16}([0-9a-fA-F]{6,16})[ \t]+([0-9a-fA-F].*)$/;
const lastOffset = /^[ \t]{0,16}([0-9a-fA-F]{6,16})[ \t]*$/;

const isPrintable = (byte: number): boolean => byte >= 0x20 && byte < 0x7f;
const charactersOf = (bytes: Uint8Array): string => [...bytes].map((byte) => (isPrintable(byte) ? String.fromCharCode(byte) : '.')).join('');

const unclear = (file: string, why: string): Read => err(fault('content/unclear', { file, why }));

/** Reads the bytes and their column of characters. Each character must match its byte. */
function bytesOf(rest: string, colon: boolean): Uint8Array | undefined {
  const bar = rest.search(colon ? /[ \t]{2}/ : /[|>]/);
  const [area, beside] = bar < 0 ? [rest, ''] : [rest.slice(0, bar), colon ? rest.slice(bar) : rest.slice(bar).replace(/[|<][ \t]*$/, '')];
  const groups = area.trim().split(/[ \t]+/);
  const whole = colon ? groups.every((group) => group.length % 2 === 0) : groups.every((group) => group.length === 2);
  if (!whole || !groups.every((group) => /^[0-9a-fA-F]+$/.test(group))) return undefined;
  const bytes = Uint8Array.from(groups.join('').match(/../g) ?? [], (two) => Number.parseInt(two, 16));
  const shown = beside.trimEnd();
  return shown.trim() === '' || shown.endsWith(charactersOf(bytes).trimEnd()) ? bytes : undefined;
}

/** Joins the lines and fills in `*` lines. @param base 16 for xxd and hexdump, 8 for od */
function joined(lines: readonly (Line | 'repeated')[], end: string | undefined, base: number): Uint8Array | { readonly line: number } {
  const [first] = lines;
  if (first === undefined || first === 'repeated') return { line: 1 };
  const start = Number.parseInt(first.offset, base);
  const parts: Uint8Array[] = [];
  let [length, last, repeat] = [0, first.bytes, false];
  const fill = (until: number): boolean => {
    while (repeat && length < until && length < repeatedAtMost) {
      parts.push(last);
      length += last.length;
    }
    repeat = false;
    return length === until;
  };
  for (const line of lines) {
    if (line === 'repeated') {
      repeat = true;
      continue;
    }
    if (!fill(Number.parseInt(line.offset, base) - start)) return { line: line.number };
    parts.push(line.bytes);
    length += line.bytes.length;
    last = line.bytes;
  }
  const whole = end === undefined ? !repeat : fill(Number.parseInt(end, base) - start);
  return whole ? concat(...parts) : { line: (lines.findLast((line) => line !== 'repeated') ?? first).number };
}

/**
 * Reads the output of xxd, `hexdump -C` and `od -t x1`: offsets, bytes, and the same as characters. The offsets must be
 * consecutive and the characters must match the bytes. Undefined for text of another kind.
 */
export function readDump(text: string, file: string): Read | undefined {
  const rows = text.split(/\r\n|\r|\n/).map((row, at) => ({ row, number: at + 1 })).filter(({ row }) => row.trim() !== '');
  const colon = colonLine.test(rows[0]?.row ?? '');
  const end = colon ? undefined : lastOffset.exec(rows.at(-1)?.row ?? '')?.[1];
  // Offsets without a colon look like ordinary digits. The text then counts as a dump only if it ends with a line
  // that has only an offset, or has characters between bars.
  const plain = plainLine.test(rows[0]?.row ?? '') && (end !== undefined || /(?:\|.*\||>.*<)[ \t]*$/.test(rows[0]?.row ?? ''));
  if (!colon && !plain) return undefined;
  const lines: (Line | 'repeated')[] = [];
  for (const { row, number } of end === undefined ? rows : rows.slice(0, -1)) {
    const [, offset = '', rest = ''] = (colon ? colonLine : plainLine).exec(row) ?? [];
    const bytes = rest === '' ? undefined : bytesOf(rest, colon);
    if (row.trim() === '*') lines.push('repeated');
    else if (bytes === undefined) return unclear(file, `It looks like a hex dump, but line ${number} is not like one of xxd or hexdump -C, or its characters are not those of its bytes.`);
    else lines.push({ number, offset, bytes });
  }
  // od writes octal offsets of seven digits. xxd, hexdump and od -A x write at least six hexadecimal digits.
  const octal = !colon && lines.every((line) => line === 'repeated' || line.offset.length === 7);
  const read = joined(lines, end, octal ? 8 : 16);
  return read instanceof Uint8Array ? ok(read) : unclear(file, `It looks like a hex dump, but the offset of line ${read.line} does not follow from the lines before it.`);
}
