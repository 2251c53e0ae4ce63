import { appendFileSync, fstatSync } from 'node:fs';
import { join } from 'node:path';
import { utf8 } from '../../core/bytes/bytes.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { errorCode, reason } from '../files/reasons.ts';
import { hashOf, lineOf, nothingBefore, type Tail } from './chain.ts';
import type { Happening } from './entry.ts';
import { foundAt, makeFolder, onDisk, renamed, withFile } from './disk.ts';
import { dayOf, fileOf, readOrder, type Loose } from './files.ts';
import type { ContentKey } from './contentKey.ts';
import { headName, isSignedStill } from './head.ts';
import type { JournalOptions, RunBy } from './journalOptions.ts';
import { readTail } from './lines.ts';
import { withLock, type Lock } from './lock.ts';
import { NotSigned } from './stationKey.ts';

type Written = Result<void, 'journal/not-written'>;

/** The end of a file as this process wrote or read it. Valid only while the file has this size. */
interface FileEnd {
  readonly file: string;
  readonly size: number;
  readonly tail: Tail;
}

const dayMs = 86_400_000;
/** Smaller corrections of the clock are normal. ms */
const clockToleranceMs = 10_000;
const largestFile = 256 << 20;

/** The file's end has changed since it was read, or another process has the lock. The lines are prepared again. */
class Moved extends Error {}

function unmetReason(thrown: unknown): string {
  if (thrown instanceof NotSigned) return thrown.reason;
  if (thrown instanceof Moved) return 'Another program writes into it without the lock.';
  if (errorCode(thrown) === 'EBUSY') return 'Another program holds its lock and does not let go. End that program, or wait until it goes on.';
  return errorCode(thrown) === 'EEXIST' ? 'Its folder\'s name is taken by a file.' : reason(thrown);
}

/** Append-only, at least one file for each day. Every line is on the disk (fsync) when `append` resolves. */
export class Journal {
  readonly #options: JournalOptions;
  #turn: Promise<unknown> = Promise.resolve();
  #end: FileEnd | undefined;
  /** Files that were cut while this program ran, until a line reports it. */
  #cut: FileEnd | undefined;

  /** Number of runs that this program has ended in the journal. */
  #ended = 0;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  get runsEnded(): number {
    return this.#ended;
  }

  get folder(): string {
    return this.#options.folder;
  }

  get contentKey(): ContentKey | undefined {
    return this.#options.contentKey;
  }

  /** The operator for a new run; undefined when nobody provides one. */
  async by(): Promise<RunBy | undefined> {
    return this.#options.by?.();
  }

  append(said: Happening): Promise<Written> {
    return this.#inTurn((file, lock) => this.#write(file, said, lock));
  }

  /** Writes what is decided under the lock, and signs the end: no program writes a line between what the decision reads and its own line. */
  async appendDecided(decide: () => Promise<Result<Happening>>): Promise<Result<void>> {
    let refused: Result<never> | undefined;
    const written = await this.#inTurn(async (file, lock) => {
      const said = await decide();
      refused = said.ok ? undefined : said;
      if (!said.ok) return;
      await this.#write(file, said.value, lock);
      await this.#sign(file, await this.#tail(file));
    });
    return refused ?? written;
  }

  /** Writes a line and signs the end, under one lock: a line that must not be cut off unnoticed. */
  appendSigned(said: Happening): Promise<Written> {
    return this.#inTurn(async (file, lock) => {
      await this.#write(file, said, lock);
      if (said.what === 'run-ended') this.#ended += 1;
      await this.#sign(file, await this.#tail(file));
    });
  }

  /** Whether lines can be signed. Checked before a chip is written, because afterwards it is too late. */
  async ready(): Promise<Written> {
    const { folder, signer, now } = this.#options;
    try {
      makeFolder(folder);
      // Under the lock: two programs that start at the same time must not make two keys.
      await withLock(join(folder, '.lock'), async () => signer?.ready());
      return ok(undefined);
    } catch (thrown) {
      return err(fault('journal/not-written', { file: fileOf(dayOf(now())), folder, reason: unmetReason(thrown) }));
    }
  }

  #inTurn(work: (file: string, lock: Lock) => Promise<void>): Promise<Written> {
    const mine = this.#turn.then(() => this.#locked(work));
    this.#turn = mine;
    return mine;
  }

  async #locked(work: (file: string, lock: Lock) => Promise<void>): Promise<Written> {
    const { folder, now, at } = this.#options;
    let file = fileOf(dayOf(now()));
    try {
      makeFolder(folder);
      await this.#tried(() =>
        withLock(join(folder, '.lock'), async (lock) => {
          at?.('locked');
          file = await this.#prepare(lock);
          at?.('ordered');
          await work(file, lock);
        }),
      );
      return ok(undefined);
    } catch (thrown) {
      this.#end = undefined;
      return err(fault('journal/not-written', { file, folder, reason: unmetReason(thrown) }));
    }
  }

  /** Starts again with the lock when the file had changed. Nothing was written in that case. */
  async #tried(work: () => Promise<void>, attempts = 5): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (!(thrown instanceof Moved) || attempts === 1) throw thrown;
      this.#end = undefined;
      await this.#tried(work, attempts - 1);
    }
  }

  /** The file for new lines; a new file gets its first line. Files outside the chain are renamed first. */
  async #prepare(lock: Lock): Promise<string> {
    const { folder, now } = this.#options;
    const today = dayOf(now());
    const { chain, loose } = readOrder(folder, dayOf(new Date(now().getTime() + dayMs)));
    const last = chain.at(-1);
    const wanted = this.#fileFor(today, chain, []);
    const { moved, stayed } = this.#setAside(loose.filter((one) => one.file !== wanted || !one.empty));
    const file = stayed.includes(wanted) ? this.#fileFor(today, chain, stayed) : wanted;
    if (file !== last || this.#size(file) === 0) await this.#begin(file, chain.filter((one) => one !== file).at(-1), lock);
    for (const said of moved) await this.#line(file, said, lock);
    return file;
  }

  /**
   * The last file of the chain, if it is from today and not too large; otherwise the next file of today. @param taken
   * names that are in use
   */
  #fileFor(today: string, chain: readonly string[], taken: readonly string[]): string {
    const last = chain.at(-1);
    let part = 1;
    while (chain.includes(fileOf(today, part)) || taken.includes(fileOf(today, part))) {
      if (fileOf(today, part) === last && this.#size(fileOf(today, part)) < (this.#options.largestFile ?? largestFile)) break;
      part += 1;
    }
    return fileOf(today, part);
  }

  /** Renames each of them to a name that is not a day. @returns the entries about it, and the files that could not be renamed */
  #setAside(files: readonly Loose[]): { readonly moved: Happening[]; readonly stayed: string[] } {
    const { folder, onNotice } = this.#options;
    const moved: Happening[] = [];
    const stayed: string[] = [];
    for (const { file, why } of files) {
      const as = this.#freeName(`${file}.set-aside`);
      if (!renamed(join(folder, file), join(folder, as))) {
        stayed.push(file);
        continue;
      }
      renamed(join(folder, headName(file)), join(folder, `${as}.head.json`));
      moved.push({ what: 'file-set-aside', file, as, why });
      onNotice?.(fault('journal/file-set-aside', { file, why, aside: as }));
    }
    return { moved, stayed };
  }

  #freeName(wanted: string): string {
    for (let nth = 1; ; nth++) {
      const name = nth === 1 ? wanted : `${wanted}-${nth}`;
      if (foundAt(join(this.#options.folder, name)) === undefined) return name;
    }
  }

  async #begin(file: string, before: string | undefined, lock: Lock): Promise<void> {
    if (before !== undefined) await this.#sealFormer(before);
    const former = before === undefined ? undefined : (await readTail(join(this.#options.folder, before))).tail;
    this.#end = { file, size: 0, tail: { ...(former?.at === undefined ? {} : { at: former.at }), seq: 0, hash: former?.hash ?? nothingBefore, torn: 0 } };
    await this.#line(file, { what: 'opened', after: before ?? '' }, lock);
    await this.#noteClock(file, former?.at, lock);
    if (process.platform === 'win32') return;
    await withFile(this.#options.folder, 'r', (folder) => onDisk(folder).catch(() => undefined));
  }

  /**
   * A run can continue past midnight. Its last lines of the day before are then written after the last signature. Only
   * an end that this process wrote is signed, so that a file that somebody cut does not get a valid signature.
   */
  async #sealFormer(file: string): Promise<void> {
    const end = this.#end;
    if (end?.file !== file || end.tail.torn > 0 || end.size !== this.#size(file)) return;
    await this.#sign(file, end.tail);
  }

  /** The signed line must still exist. A cut or changed file keeps its old signature, as evidence. */
  async #sign(file: string, { seq, hash }: Tail): Promise<void> {
    const { folder, signer, now } = this.#options;
    if (signer === undefined || !(await isSignedStill(folder, file))) return;
    await signer.sign({ file, lines: seq, hash, at: now().toISOString() }, this.#size(file));
  }

  async #write(file: string, said: Happening, lock: Lock): Promise<void> {
    const { torn, at } = await this.#tail(file);
    const cut = this.#cut;
    this.#cut = undefined;
    // Another program may have added lines, but none removes any.
    if (cut !== undefined) await this.#line(file, { what: 'lines-missing', lines: cut.tail.seq }, lock);
    if (torn > 0 && cut === undefined) await this.#line(file, { what: 'torn', bytes: torn }, lock);
    await this.#noteClock(file, at, lock);
    await this.#line(file, said, lock);
  }

  /** @param last when the line before was written */
  async #noteClock(file: string, last: string | undefined, lock: Lock): Promise<void> {
    const now = this.#options.now();
    if (last === undefined || !(now.getTime() < Date.parse(last) - clockToleranceMs)) return;
    this.#options.onNotice?.(fault('journal/clock-set-back', { last, now: now.toISOString() }));
    await this.#line(file, { what: 'clock-set-back', last }, lock);
  }

  /** 0 when there is no such file. */
  #size(file: string): number {
    return foundAt(join(this.#options.folder, file))?.size ?? 0;
  }

  async #tail(file: string): Promise<Tail> {
    const size = this.#size(file);
    const end = this.#end;
    if (end?.file === file && end.size === size) return end.tail;
    if (end?.file === file && end.size > size) this.#cut = end;
    // Until its first line is written, a new file has no end.
    this.#end = { file, ...(await readTail(join(this.#options.folder, file))) };
    return this.#end.tail;
  }

  async #line(file: string, said: Happening, lock: Lock): Promise<void> {
    const { folder, now, who, at } = this.#options;
    const tail = await this.#tail(file);
    const size = this.#end?.size ?? 0;
    at?.('read');
    const moment = now().toISOString();
    const line = lineOf(tail, moment, who, said);
    const bytes = utf8(`${tail.torn > 0 ? '\n' : ''}${line}\n`);
    await withFile(join(folder, file), 'a', async (opened) => {
      at?.('opened');
      // With the file open, checks that this process still has the lock and that the file's end has not changed.
      if (!lock.owned() || fstatSync(opened).size !== size) throw new Moved();
      at?.('checked');
      // One write, which is on the disk before anything relies on it.
      appendFileSync(opened, bytes);
      at?.('written');
      await onDisk(opened);
      this.#end = { file, size: size + bytes.length, tail: { seq: tail.seq + 1, hash: hashOf(line), torn: 0, at: moment } };
    });
  }
}
