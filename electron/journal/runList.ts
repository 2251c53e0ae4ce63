import { basename } from 'node:path';
import { glanceAt } from './dayIndex.ts';
import { journalFiles, whyFolderUnread } from './files.ts';
import { readDay, rowsOf, takeEnds, type LaterEnds, type RunRow } from './recordedRuns.ts';

/** Position of a run of the list in its file. */
interface Place {
  readonly run: string;
  readonly file: string;
}

export interface RunListOptions {
  /** A run that is left out of the list. */
  readonly skip?: string | undefined;
  /** Chooses the runs. Without it, all runs are in the list, and a file is only read when its rows are requested. */
  readonly match?: ((row: RunRow) => boolean) | undefined;
  /** Called once for each run that matches. */
  readonly onFound?: (row: RunRow) => void;
}

export interface RunPage {
  readonly rows: readonly RunRow[];
  /** Number of runs in the list, in the files read so far. */
  readonly total: number;
}

export interface RunSum {
  readonly total: number;
  /** Files that could not be read, or the folder. Their runs are missing in the list. */
  readonly unreadable: readonly string[];
}

/**
 * Lists runs by their position, newest first. The list is fixed at the first request: runs that begin later are in the next
 * list. Files are read from the newest on, and only as far as a request needs.
 */
export class RunList {
  readonly #folder: string;
  readonly #options: RunListOptions;
  readonly #places: Place[] = [];
  readonly #ends: LaterEnds = new Map();
  readonly #unreadable: string[] = [];
  /** Oldest first; undefined before the first request. */
  #files: readonly string[] | undefined;
  /** Number of files that were not read yet. */
  #left = Number.POSITIVE_INFINITY;
  #reading: Promise<void> | undefined;
  #stopped = false;

  constructor(folder: string, options: RunListOptions = {}) {
    this.#folder = folder;
    this.#options = options;
  }

  /** Returns rows of the list. @param from position of the first row, from 0 @param count most rows */
  async page(from: number, count: number): Promise<RunPage> {
    await this.#readUntil(from + count);
    const wanted = this.#places.slice(from, from + count);
    const files = this.#files ?? [];
    const rows = new Map<string, RunRow>();
    for (const file of new Set(wanted.map((place) => place.file))) {
      for (const row of rowsOf(await readDay(this.#folder, files, files.indexOf(file)), this.#ends)) rows.set(`${file} ${row.run}`, row);
    }
    return { rows: wanted.flatMap(({ run, file }) => rows.get(`${file} ${run}`) ?? []), total: this.#places.length };
  }

  /** Reads all files. */
  async sum(): Promise<RunSum> {
    await this.#readUntil(Number.POSITIVE_INFINITY);
    return { total: this.#places.length, unreadable: this.#unreadable };
  }

  /** Stops reading files, because the window has asked for another list. */
  stop(): void {
    this.#stopped = true;
  }

  async #readUntil(count: number): Promise<void> {
    while (this.#places.length < count && this.#left > 0 && !this.#stopped) {
      this.#reading ??= this.#readNext().finally(() => (this.#reading = undefined));
      await this.#reading;
    }
  }

  async #readNext(): Promise<void> {
    if (this.#files === undefined) {
      this.#files = await journalFiles(this.#folder);
      if (this.#files.length === 0 && whyFolderUnread(this.#folder) !== undefined) this.#unreadable.push(basename(this.#folder));
      this.#left = this.#files.length;
    }
    const at = this.#left - 1;
    const file = this.#files[at];
    if (file === undefined) return;
    const { runs, later, unreadable } = await this.#look(file, at);
    if (unreadable === true) this.#unreadable.push(file);
    for (const { run } of runs) if (run !== this.#options.skip) this.#places.push({ run, file });
    takeEnds(this.#ends, later);
    this.#left = at;
  }

  /** Finds the runs of a file that are in the list, newest first. */
  async #look(file: string, at: number) {
    const { match, onFound } = this.#options;
    if (match === undefined) {
      const { runs, ...rest } = await glanceAt(this.#folder, file);
      return { ...rest, runs: runs.toReversed() };
    }
    const day = await readDay(this.#folder, this.#files ?? [], at);
    const found = rowsOf(day, this.#ends).filter((row) => row.run !== this.#options.skip && match(row));
    for (const row of found) onFound?.(row);
    return { runs: found, later: day.index.later, unreadable: day.index.unreadable };
  }
}
