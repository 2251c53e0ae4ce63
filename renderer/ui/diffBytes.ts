import { forgetMatch } from './forgetMatch.ts';

/** Parses hexadecimal text in any of our forms. Any other text gives no bytes. */
export function hexBytes(text: string | undefined): string[] {
  const bytes = text?.replace(/[^0-9a-f]/gi, '').toUpperCase().match(/../g) ?? [];
  forgetMatch();
  return bytes;
}

export interface ByteMarks {
  /** Positions in `before` that were removed. */
  readonly before: ReadonlySet<number>;
  /** Positions in `after` that were added. */
  readonly after: ReadonlySet<number>;
}

/**
 * Above this number of bytes, insertions are not searched: such content is usually replaced as a whole, and the table
 * would take a second.
 */
const alignLimit = 256;

function byPosition(before: readonly string[], after: readonly string[]): ByteMarks {
  const differs = (one: readonly string[], other: readonly string[]): Set<number> =>
    new Set(one.flatMap((byte, at) => (byte === other[at] ? [] : [at])));
  return { before: differs(before, after), after: differs(after, before) };
}

/** Lengths of the longest common subsequences: `table[i][j]` is for the tails from i and j. */
function commonTails(before: readonly string[], after: readonly string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () => Array.from({ length: after.length + 1 }, () => 0));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const down = table[i + 1]?.[j] ?? 0;
      const right = table[i]?.[j + 1] ?? 0;
      const both = (table[i + 1]?.[j + 1] ?? 0) + 1;
      (table[i] ?? [])[j] = before[i] === after[j] ? both : Math.max(down, right);
    }
  }
  return table;
}

/** Finds the bytes that differ. Short content (metadata) is aligned, so that an inserted byte does not mark all bytes after it. */
export function diffBytes(before: readonly string[], after: readonly string[]): ByteMarks {
  if (before.length > alignLimit || after.length > alignLimit) return byPosition(before, after);
  const table = commonTails(before, after);
  const marks = { before: new Set<number>(), after: new Set<number>() };
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      i++;
      j++;
    } else if (j >= after.length || (i < before.length && (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))) {
      marks.before.add(i++);
    } else {
      marks.after.add(j++);
    }
  }
  return marks;
}
