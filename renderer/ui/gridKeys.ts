/** Number of rows that PageUp and PageDown skip. */
const pageRows = 10;

const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: pageRows,
  PageUp: -pageRows,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * Returns the target of a key in a grid: one row, ten rows, or an end. Stops at the ends and skips titles between the
 * rows.
 * @param at line of the cursor; undefined when there is none yet: arrow and page keys then begin at the first row
 * @param count number of lines, including titles
 * @param isTitle whether a line is a title
 * @returns the target line; undefined for other keys, and for a grid without rows
 */
export function nextLine(key: string, at: number | undefined, count: number, isTitle: (line: number) => boolean): number | undefined {
  const step = steps[key];
  if (step === undefined) return undefined;
  const begin = at === undefined && Number.isFinite(step) ? 0 : (at ?? 0) + step;
  const wanted = Math.max(0, Math.min(count - 1, begin));
  return seek(wanted, step < 0 ? -1 : 1, count, isTitle) ?? seek(wanted, step < 0 ? 1 : -1, count, isTitle);
}

function seek(from: number, direction: 1 | -1, count: number, isTitle: (line: number) => boolean): number | undefined {
  for (let line = from; line >= 0 && line < count; line += direction) if (!isTitle(line)) return line;
  return undefined;
}
