import { fstatSync } from 'node:fs';
import { join } from 'node:path';
import { utf8 } from '../../core/bytes/bytes.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { linesAfter, nothingBefore, type Tail } from './chain.ts';
import type { Happening } from './entry.ts';
import { appendWhole, foundAt, onDisk, withFile } from '../files/disk.ts';
import { onlyAdded } from './fileStamp.ts';
import { dayOf, fileOf, readOrder } from './files.ts';
import type { ContentKey } from './contentKey.ts';
import { isSignedStill } from './head.ts';
import type { JournalOptions, RunBy } from './journalOptions.ts';
import { readTail } from './lines.ts';
import type { Lock } from './lock.ts';
import { Moved, unmetReason } from './notWritten.ts';
import { setAside } from './setAside.ts';
import { Turns } from './turns.ts';
import { nextOf, type Decide, type Entry, type Waiting } from './waiting.ts';

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

/** Append-only, at least one file for each day. Every line is on the disk (fsync) when `append` resolves. */
export class Journal {
  readonly #options: JournalOptions;
  readonly #turns: Turns;
  /** Lines that wait for their turn. */
  #waiting: Waiting | undefined;
  #end: FileEnd | undefined;
  /** End of a file that was cut while this program ran; kept until a line reports it. */
  #cut: FileEnd | undefined;

  /** Number of runs that this program has ended in the journal. */
  #ended = 0;
  #canSign = false;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#turns = new Turns(options.folder, () => options.at?.('locked'));
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

  append(...said: Happening[]): Promise<Written> {
    return this.#together(said, false);
  }

  /**
   * Decides under the lock what to write, writes it and signs the end. No program writes a line between the decision and its line,
   * and the lines before are in the file when it decides.
   */
  async appendDecided(decide: () => Promise<Result<readonly Happening[]>>): Promise<Result<void>> {
    let refused: Result<never> | undefined;
    const written = await this.#together(async () => {
      const said = await decide();
      refused = said.ok ? undefined : said;
      return said.ok ? said.value : [];
    }, true);
    return refused ?? written;
  }

  /** Writes lines and signs the end, under one lock. For lines whose removal must be noticed. */
  async appendSigned(...said: Happening[]): Promise<Written> {
    const written = await this.#together(said, true);
    if (written.ok && said.some(({ what }) => what === 'run-ended')) this.#ended += 1;
    return written;
  }

  /** Whether lines can be signed. Checked before a chip is written, because afterwards it is too late. */
  async ready(): Promise<Written> {
    if (this.#canSign) return ok(undefined);
    const { signer, now } = this.#options;
    // Under the lock: two programs that start at the same time must not make two keys.
    const thrown = await this.#turns.take(async () => signer?.ready());
    this.#canSign = thrown === undefined;
    return this.#written(fileOf(dayOf(now())), thrown);
  }

  /** @param thrown why nothing was written; undefined when it was written */
  #written(file: string, thrown: unknown): Written {
    return thrown === undefined ? ok(undefined) : err(fault('journal/not-written', { file, folder: this.#options.folder, reason: unmetReason(thrown) }));
  }

  /** Writes lines together with other waiting lines. Otherwise each board would wait for the lines of all others. */
  async #together(said: readonly Happening[] | Decide, signed: boolean): Promise<Written> {
    const waiting = this.#waiting ?? this.#newWaiting();
    const entry: Entry = { said, onDisk: false };
    waiting.left.push(entry);
    waiting.signed ||= signed;
    const written = await waiting.written;
    // Only what comes after these lines failed.
    return entry.onDisk ? ok(undefined) : written;
  }

  #newWaiting(): Waiting {
    const write = async (file: string, lock: Lock): Promise<void> => {
      if (waiting.signed) await this.#options.signer?.ready();
      await this.#writeAll(file, waiting, lock);
      if (waiting.signed && waiting.hasWritten) await this.#signWritten(file);
    };
    // When this turn begins, new lines wait for the next turn.
    const begin = (): void => void (this.#waiting === waiting && (this.#waiting = undefined));
    const waiting: Waiting = { left: [], hasWritten: false, signed: false, written: this.#inTurn(write, begin) };
    this.#waiting = waiting;
    return waiting;
  }

  /** Writes what is left, and waits once for the disk. A second try continues after what was written. */
  async #writeAll(file: string, waiting: Waiting, lock: Lock): Promise<void> {
    const { left } = waiting;
    const done: Entry[] = [];
    await withFile(join(this.#options.folder, file), 'a', async (opened) => {
      try {
        while (left.length > 0) {
          const { said, count } = await nextOf(left);
          if (said.length > 0) await this.#write(file, said, lock, opened);
          waiting.hasWritten ||= said.length > 0;
          done.push(...left.splice(0, count));
        }
      } finally {
        if (waiting.hasWritten) await onDisk(opened);
        for (const entry of done) entry.onDisk = true;
      }
    });
  }

  async #inTurn(work: (file: string, lock: Lock) => Promise<void>, begin: () => void): Promise<Written> {
    const { now, at } = this.#options;
    let file = fileOf(dayOf(now()));
    const inTurn = async (lock: Lock): Promise<void> => {
      try {
        file = await this.#prepare(lock);
        at?.('ordered');
        await work(file, lock);
      } catch (thrown) {
        this.#end = undefined;
        throw thrown;
      }
    };
    const thrown = await this.#turns.take(inTurn, begin);
    return this.#written(file, thrown);
  }

  /** Prepares the file for new lines. A new file gets its first line. Files outside the chain are renamed first. */
  async #prepare(lock: Lock): Promise<string> {
    const { folder, now, onNotice } = this.#options;
    const today = dayOf(now());
    const { chain, loose } = readOrder(folder, dayOf(new Date(now().getTime() + dayMs)));
    const last = chain.at(-1);
    const wanted = this.#fileFor(today, chain, []);
    const { moved, stayed } = setAside(folder, loose.filter((one) => one.file !== wanted || !one.empty));
    for (const { file, why, as } of moved) onNotice?.(fault('journal/file-set-aside', { file, why, aside: as }));
    const file = stayed.includes(wanted) ? this.#fileFor(today, chain, stayed) : wanted;
    if (file !== last || this.#size(file) === 0) await this.#begin(file, chain.filter((one) => one !== file).at(-1), lock);
    if (moved.length > 0) await this.#linesOnDisk(file, moved, lock);
    return file;
  }

  /**
   * Chooses the last file of the chain, if it is from today and not too large; otherwise the next file of today.
   * @param taken names that are in use
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

  async #begin(file: string, before: string | undefined, lock: Lock): Promise<void> {
    if (before !== undefined) await this.#sealFormer(before);
    const former = before === undefined ? undefined : (await readTail(join(this.#options.folder, before))).tail;
    this.#end = { file, size: 0, tail: { ...(former?.at === undefined ? {} : { at: former.at }), seq: 0, hash: former?.hash ?? nothingBefore, torn: 0 } };
    await this.#linesOnDisk(file, [{ what: 'opened', after: before ?? '' }, ...this.#clockSetBack(former?.at)], lock);
    if (process.platform === 'win32') return;
    await withFile(this.#options.folder, 'r', (folder) => onDisk(folder).catch(() => undefined));
  }

  /**
   * Signs the end of the day before, because a run that continues past midnight writes lines after the last signature. Only an end
   * that this process wrote is signed, so that a file that somebody cut does not get a valid signature.
   */
  async #sealFormer(file: string): Promise<void> {
    const end = this.#end;
    if (end?.file !== file || end.tail.torn > 0 || end.size !== this.#size(file)) return;
    await this.#sign(file, end.tail);
  }

  /** Signs lines that are on the disk. They stay when that fails, and the next signature covers them. */
  async #signWritten(file: string): Promise<void> {
    try {
      await this.#sign(file, await this.#tail(file));
    } catch (thrown) {
      this.#options.onNotice?.(fault('journal/not-signed', { file, folder: this.#options.folder, reason: unmetReason(thrown) }));
    }
  }

  /** Signs the end if the line signed before still exists. A cut or changed file keeps its old signature as evidence. */
  async #sign(file: string, { seq, hash }: Tail): Promise<void> {
    const { folder, signer, now } = this.#options;
    if (signer === undefined || !(await isSignedStill(folder, file))) return;
    await signer.sign({ file, lines: seq, hash, at: now().toISOString() }, this.#size(file));
  }

  async #write(file: string, said: readonly Happening[], lock: Lock, opened: number): Promise<void> {
    const { torn, at } = await this.#tail(file);
    const cut = this.#cut;
    this.#cut = undefined;
    // The file is shorter than at this program's last write. Other programs add lines, but never remove any.
    const missing: Happening[] = cut === undefined ? [] : [{ what: 'lines-missing', lines: cut.tail.seq }];
    const rest: Happening[] = torn > 0 && cut === undefined ? [{ what: 'torn', bytes: torn }] : [];
    await this.#lines(file, [...missing, ...rest, ...this.#clockSetBack(at), ...said], lock, opened);
  }

  /** The entry that says that the clock was set back; none when it was not. @param last time of the line before */
  #clockSetBack(last: string | undefined): Happening[] {
    const now = this.#options.now();
    if (last === undefined || !(now.getTime() < Date.parse(last) - clockToleranceMs)) return [];
    this.#options.onNotice?.(fault('journal/clock-set-back', { last, now: now.toISOString() }));
    return [{ what: 'clock-set-back', last }];
  }

  /** Size of the file, bytes; 0 when it does not exist. */
  #size(file: string): number {
    return foundAt(join(this.#options.folder, file))?.size ?? 0;
  }

  async #tail(file: string): Promise<Tail> {
    const size = this.#size(file);
    const end = this.#end;
    if (end?.file === file && end.size === size) return end.tail;
    if (end?.file === file && end.size > size) this.#cut = end;
    // A new file has no end until its first line is written.
    this.#end = { file, ...(await readTail(join(this.#options.folder, file))) };
    return this.#end.tail;
  }

  async #linesOnDisk(file: string, said: readonly Happening[], lock: Lock): Promise<void> {
    await withFile(join(this.#options.folder, file), 'a', async (opened) => {
      await this.#lines(file, said, lock, opened);
      await onDisk(opened);
    });
  }

  /** Writes lines into the file. They are safe only after `onDisk`. */
  async #lines(file: string, said: readonly Happening[], lock: Lock, opened: number): Promise<void> {
    const { folder, now, who, at } = this.#options;
    const tail = await this.#tail(file);
    const size = this.#end?.size ?? 0;
    at?.('read');
    const added = linesAfter(tail, () => now().toISOString(), who, said);
    const bytes = utf8(added.text);
    at?.('opened');
    // Checks that this process still has the lock and that the file's end has not changed.
    const before = fstatSync(opened, { bigint: true });
    if (!lock.owned() || Number(before.size) !== size) throw new Moved();
    at?.('checked');
    appendWhole(opened, bytes, size);
    onlyAdded(join(folder, file), before, fstatSync(opened, { bigint: true }));
    at?.('written');
    this.#end = { file, size: size + bytes.length, tail: added.tail };
  }
}
