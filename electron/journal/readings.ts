import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { tailOf, verifyChain } from './chain.ts';
import { parseLine, type Entry } from './entry.ts';
import { readJournal } from './files.ts';
import { brokenEnd, headName, readHead } from './head.ts';

/** What a file of the journal says. */
export interface Reading {
  readonly entries: readonly Entry[];
  /** Neither its chain nor its signed end is broken. */
  readonly whole: boolean;
  /** Of its last line: what the file after it leans on. */
  readonly hash: string;
}

interface Kept {
  readonly stamp: string;
  readonly size: number;
  readonly reading: Reading;
}

/** Larger journals are read again from there on. */
const keptBytes = 64 * 1024 * 1024;

const entryOf = (line: string): Entry[] => {
  const entry = parseLine(line);
  return entry === undefined ? [] : [entry];
};

/** The change time is in it: whoever sets a file's size and modification time back cannot set that. */
async function stampOf(path: string): Promise<{ readonly text: string; readonly size: number }> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found === undefined ? { text: 'none', size: 0 } : { text: [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' '), size: Number(found.size) };
}

async function readWhole(folder: string, file: string, before: string): Promise<Reading> {
  // The head first: lines that are written and signed meanwhile are not missing then.
  const head = await readHead(folder, file);
  const text = await readJournal(folder, file);
  const chain = verifyChain(text, before);
  const { hash } = tailOf(text, before);
  if (!chain.ok) return { entries: text.split('\n').flatMap(entryOf), whole: false, hash };
  const signed = head === undefined || (head !== false && brokenEnd(head, chain.lines) === undefined);
  const missing = chain.entries.some(({ what }) => what === 'lines-missing');
  return { entries: [...chain.entries, ...entryOf(text.slice(text.lastIndexOf('\n') + 1))], whole: signed && !missing, hash };
}

/** The files of one folder as they were read last: one that did not change since is not read again. */
export class Readings {
  readonly folder: string;
  readonly #kept = new Map<string, Kept>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** @param before hash of the last line of the file before */
  async read(file: string, before: string): Promise<Reading> {
    // Looked at before it is read: what is written meanwhile is another stamp the next time.
    const lines = await stampOf(join(this.folder, file));
    const head = await stampOf(join(this.folder, headName(file)));
    const stamp = [lines.text, head.text, before].join('/');
    const known = this.#kept.get(file);
    if (known?.stamp === stamp) return known.reading;
    this.#kept.delete(file);
    try {
      const reading = await readWhole(this.folder, file, before);
      if (this.#bytes() + lines.size <= keptBytes) this.#kept.set(file, { stamp, size: lines.size, reading });
      return reading;
    } catch {
      return { entries: [], whole: false, hash: before };
    }
  }

  /** Forgets files that are no longer there. */
  keep(files: readonly string[]): void {
    for (const file of this.#kept.keys()) if (!files.includes(file)) this.#kept.delete(file);
  }

  #bytes(): number {
    return [...this.#kept.values()].reduce((sum, { size }) => sum + size, 0);
  }
}
