import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { nextLine } from './gridKeys.ts';

/** Lines of a grid: rows, and titles between them. */
export interface Lines<R> {
  readonly count: number;
  /** Undefined for a title, and for a row that is not loaded yet. */
  row(line: number): R | undefined;
  title?(line: number): ReactNode;
  /** Called when the user scrolls close to lines that are not loaded yet. */
  want?(lines: readonly number[]): void;
}

/** Makes the lines of a list that is completely loaded and has no titles. */
export const linesOf = <R,>(rows: readonly R[]): Lines<R> => ({ count: rows.length, row: (line) => rows[line] });

/** Which rows can be chosen, and which row is selected. */
export interface Choice<R> {
  readonly lines: Lines<R>;
  readonly keyOf: (row: R) => string;
  readonly selected: string | undefined;
  readonly onSelect: (key: string) => void;
  /** Whether moving the cursor also selects; otherwise Enter selects. */
  readonly follow?: boolean;
}

/** Finds the line with this key: at the guessed position, or elsewhere if it moved. Undefined when the line is not loaded. */
function findLine<R>({ count, row }: Lines<R>, keyOf: (row: R) => string, key: string | undefined, guess: number | undefined): number | undefined {
  const isAt = (line: number): boolean => {
    const found = row(line);
    return found !== undefined && keyOf(found) === key;
  };
  if (key === undefined) return undefined;
  if (guess !== undefined && isAt(guess)) return guess;
  for (let line = 0; line < count; line++) if (isAt(line)) return line;
  return undefined;
}

interface Cursor {
  readonly line: number;
  /** Key of the cursor's row; undefined while the row is not loaded. */
  readonly key: string | undefined;
  /** The selected row when the cursor came here. When another row is selected elsewhere, the cursor moves to that row. */
  readonly under: string | undefined;
}

/**
 * Returns the line of the cursor. The cursor follows its row when the list changes, and moves to a row that is selected
 * elsewhere.
 * @param last the last selection
 */
function lineOf<R>({ lines, keyOf }: Choice<R>, cursor: Cursor | undefined, last: string | undefined): number | undefined {
  const isMoved = cursor === undefined || (last !== cursor.under && last !== cursor.key);
  const chosen = isMoved ? findLine(lines, keyOf, last, cursor?.line) : undefined;
  if (chosen !== undefined || cursor === undefined) return chosen;
  return cursor.key === undefined ? Math.min(cursor.line, lines.count - 1) : findLine(lines, keyOf, cursor.key, cursor.line);
}

/** Scrolls a row that was selected elsewhere into view. This happens only once, so that the user can scroll away. */
export function useReveal<R>({ lines, keyOf, selected }: Choice<R>, reveal: (line: number) => void): void {
  const shown = useRef<string>(undefined);
  useEffect(() => {
    if (shown.current === selected) return;
    const line = findLine(lines, keyOf, selected, undefined);
    if (selected !== undefined && line === undefined) return;
    shown.current = selected;
    if (line !== undefined) reveal(line);
  }, [lines, keyOf, selected, reveal]);
}

/** The position of the cursor, and the handling of keys. */
export function useCursor<R>(props: Choice<R>, reveal: (line: number) => void) {
  const { lines, keyOf, selected, onSelect, follow = true } = props;
  const [cursor, setCursor] = useState<Cursor>();
  // When nothing is selected, the cursor is at the last selection.
  const [last, setLast] = useState(selected);
  if (selected !== undefined && selected !== last) setLast(selected);
  const at = lineOf(props, cursor, last);
  const keyAt = (line: number | undefined): string | undefined => {
    const row = line === undefined ? undefined : lines.row(line);
    return row === undefined ? undefined : keyOf(row);
  };
  /** The line of the cursor while its row is being loaded. */
  const waits = useRef<number>(undefined);
  useEffect(() => {
    const row = waits.current === undefined ? undefined : lines.row(waits.current);
    if (row === undefined) return;
    waits.current = undefined;
    onSelect(keyOf(row));
  }, [lines, keyOf, onSelect]);
  const put = useCallback((line: number, key: string | undefined): void => setCursor({ line, key, under: last }), [last]);
  const go = (line: number): void => {
    const key = keyAt(line);
    reveal(line);
    put(line, key);
    waits.current = follow && key === undefined ? line : undefined;
    if (follow && key !== undefined) onSelect(key);
  };
  const isTitle = (line: number): boolean => lines.title?.(line) !== undefined;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const here = keyAt(at);
    const to = nextLine(event.key, at, lines.count, isTitle);
    if (to !== undefined) go(to);
    else if ((event.key === 'Enter' || event.key === ' ') && here !== undefined && here !== selected) onSelect(here);
    else return;
    event.preventDefault();
  };
  const onFocus = (): void => {
    const first = at ?? nextLine('Home', undefined, lines.count, isTitle);
    if (first !== undefined) put(first, keyAt(first));
  };
  return { at, put, onKeyDown, onFocus };
}
