import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../../core/bytes/bytes.ts';
import { toHex } from '../../core/bytes/hex.ts';
import { parseLine, type Entry, type Happening } from './entry.ts';

/** Before the very first line there is nothing. */
export const nothingBefore = '0'.repeat(64);

export const hashOf = (line: string): string => toHex(sha256(utf8(line)));

/** The end of a file: what the next line leans on. */
export interface Tail {
  /** Number of the last line; 0 in an empty file. */
  readonly seq: number;
  readonly hash: string;
  /** Bytes of a last line that has no end, because a crash cut it. */
  readonly torn: number;
}

/** @param before hash of the last line of the day before */
export function tailOf(text: string, before: string): Tail {
  const lines = text.split('\n');
  const rest = lines.pop() ?? '';
  const last = rest === '' ? lines.at(-1) : rest;
  const seq = lines.length + (rest === '' ? 0 : 1);
  return { seq, hash: last === undefined ? before : hashOf(last), torn: utf8(rest).length };
}

/** One line, without its end. */
export const lineOf = (tail: Tail, at: string, who: string, said: Happening): string => JSON.stringify({ seq: tail.seq + 1, prev: tail.hash, at, who, ...said });

export type Verified =
  | { readonly ok: true; readonly entries: readonly Entry[]; readonly lines: readonly string[]; readonly torn: number }
  | { readonly ok: false; readonly line: number; readonly why: string };

/**
 * Follows the chain through a file. A line that was changed, removed, added or put elsewhere breaks it. A cut end
 * does not: that is found by the signed head.
 * @param before hash of the last line of the day before; undefined when that file is not here
 */
export function verifyChain(text: string, before: string | undefined): Verified {
  const lines = text.split('\n');
  const rest = lines.pop() ?? '';
  const entries: Entry[] = [];
  let torn = 0;
  let prev = before;
  for (const [index, line] of lines.entries()) {
    const entry = parseLine(line);
    if (entry === undefined) {
      const next = parseLine(lines[index + 1] ?? '');
      if (next?.what !== 'torn') return { ok: false, line: index + 1, why: 'It is no line of a journal.' };
      torn += 1;
    } else {
      const wrong = wrongWith(entry, index + 1, prev);
      if (wrong !== undefined) return { ok: false, line: index + 1, why: wrong };
      entries.push(entry);
    }
    prev = hashOf(line);
  }
  if (rest !== '') torn += 1;
  return { ok: true, entries, lines, torn };
}

function wrongWith(entry: Entry, number: number, prev: string | undefined): string | undefined {
  if (entry.seq !== number) return `It says that it is line ${entry.seq}.`;
  if (prev !== undefined && entry.prev !== prev) return 'The line before is not the one that it was written after.';
  return number === 1 && entry.what !== 'opened' ? 'A journal begins with "opened".' : undefined;
}
