import { createHash } from 'node:crypto';
import { visibleJson } from '../../core/result/visible.ts';
import { parseLine, type Entry, type Happening } from './entry.ts';

/** Hash before the very first line. */
export const nothingBefore = '0'.repeat(64);

export const hashOf = (line: string): string => createHash('sha256').update(line, 'utf8').digest('hex');

/** The end of a file, to which the next line refers. */
export interface Tail {
  /** Number of the last line; 0 in an empty file. */
  readonly seq: number;
  readonly hash: string;
  /** Bytes of an incomplete last line, which a crash cut off. */
  readonly torn: number;
  /** When the last complete line was written; undefined when the line does not say it. */
  readonly at?: string;
}

/**
 * Makes the text of new lines for a file, and the file's end after them. Invisible characters are escaped, because people may view
 * the lines on a terminal.
 * @param at returns the time of each line, ISO 8601
 */
export function linesAfter(end: Tail, at: () => string, who: string, said: readonly Happening[]): { readonly tail: Tail; readonly text: string } {
  let [tail, text] = [end, end.torn > 0 ? '\n' : ''];
  for (const one of said) {
    const moment = at();
    const line = visibleJson({ seq: tail.seq + 1, prev: tail.hash, at: moment, who, ...one });
    tail = { seq: tail.seq + 1, hash: hashOf(line), torn: 0, at: moment };
    text += `${line}\n`;
  }
  return { tail, text };
}

export type Verified =
  | { readonly ok: true; readonly entries: readonly Entry[]; readonly lines: number; readonly torn: number }
  | { readonly ok: false; readonly line: number; readonly why: string };

export interface Broken {
  readonly line: number;
  readonly why: string;
}

/** Position in a chain, so that later lines can be checked without the lines before them. */
export interface ChainState {
  readonly lines: number;
  /** Hash of the last line; undefined when the line before the first is unknown. */
  readonly hash: string | undefined;
  readonly torn: number;
}

/**
 * Follows the chain through a file, line by line. A changed, removed, added or moved line breaks it. A cut end does not
 * break it; the signed head detects that.
 */
export class Chain {
  #lines: number;
  #hash: string | undefined;
  #torn: number;
  /** An unreadable line. It is only allowed if the next line says that a crash cut it off. */
  #unread: number | undefined;
  /** Hash of the last line without a carriage return, in case an editor added one; undefined when the line has none. */
  #plain: string | undefined;
  #lineEndsChanged: number | undefined;
  #broken: Broken | undefined;

  /** @param state where to continue; for the first line, the hash of the last line of the file before */
  constructor(state: ChainState) {
    this.#lines = state.lines;
    this.#hash = state.hash;
    this.#torn = state.torn;
  }

  get state(): ChainState {
    return { lines: this.#lines, hash: this.#hash, torn: this.#torn };
  }

  /** @returns the entry; undefined when the line is not an entry */
  take(line: string): Entry | undefined {
    const entry = parseLine(line);
    this.#lines += 1;
    this.#break(this.#wrongWith(entry));
    this.#unread = entry === undefined ? this.#lines : undefined;
    if (entry === undefined) this.#torn += 1;
    this.#hash = hashOf(line);
    this.#plain = line.endsWith('\r') ? hashOf(line.slice(0, -1)) : undefined;
    return entry;
  }

  /** Takes a last line that a crash cut off. */
  takeRest(): void {
    if (this.#unread !== undefined) this.#break('It is not a line of a journal.', this.#unread);
    this.#unread = undefined;
    this.#torn += 1;
  }

  /** What is wrong with the lines so far; undefined when they are right. */
  get broken(): Broken | undefined {
    if (this.#broken !== undefined) return this.#broken;
    if (this.#unread !== undefined) return { line: this.#unread, why: 'It is not a line of a journal.' };
    const line = this.#lineEndsChanged;
    return line === undefined ? undefined : { line, why: 'Its line ends were changed to CRLF after it was written, for example by a text editor. Its text is unchanged.' };
  }

  #break(why: string | undefined, line = this.#lines): void {
    if (why !== undefined) this.#broken ??= { line, why };
  }

  #wrongWith(entry: Entry | undefined): string | undefined {
    if (this.#unread !== undefined && entry?.what !== 'torn') this.#break('It is not a line of a journal.', this.#unread);
    if (entry === undefined) return undefined;
    if (entry.seq !== this.#lines) return `It says that it is line ${entry.seq}.`;
    if (entry.prev === this.#plain) this.#lineEndsChanged ??= this.#lines - 1;
    else if (this.#hash !== undefined && entry.prev !== this.#hash) return 'The line before is not the one that it was written after.';
    return this.#lines === 1 && entry.what !== 'opened' ? 'A journal begins with "opened".' : undefined;
  }
}

/** Follows the chain through a text. @param before hash of the last line of the file before; undefined when that file is missing */
export function verifyChain(text: string, before: string | undefined): Verified {
  const lines = text.split('\n');
  const rest = lines.pop() ?? '';
  const chain = new Chain({ lines: 0, hash: before, torn: 0 });
  const entries = lines.flatMap((line) => chain.take(line) ?? []);
  if (rest !== '') chain.takeRest();
  const { broken, state } = chain;
  return broken === undefined ? { ok: true, entries, lines: state.lines, torn: state.torn } : { ok: false, ...broken };
}
