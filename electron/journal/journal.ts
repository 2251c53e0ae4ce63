import { mkdir, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { errorCode, reason } from '../files/reasons.ts';
import { hashOf, lineOf, nothingBefore, tailOf, type Tail } from './chain.ts';
import type { Happening } from './entry.ts';
import { journalFiles, readJournal } from './files.ts';
import { NotSigned, readHead, type HeadSigner } from './head.ts';
import { withLock } from './lock.ts';

export interface JournalOptions {
  readonly folder: string;
  readonly now: () => Date;
  /** `name@machine` */
  readonly who: string;
  /** Signs where the file ends, so that a cut end is found too. */
  readonly signer?: HeadSigner;
}

type Written = Result<void, 'journal/not-written'>;

const dayOf = (moment: Date): string => `${moment.toISOString().slice(0, 10)}.jsonl`;

function whyNot(thrown: unknown): string {
  if (thrown instanceof NotSigned) return thrown.reason;
  return errorCode(thrown) === 'EEXIST' ? 'Its folder\'s name is taken by a file.' : reason(thrown);
}

/** Node calls a read-only disk a missing folder when it may make several: asked for the one, the system says why. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    if (errorCode(thrown) !== 'ENOENT') throw thrown;
    await mkdir(folder, { mode: 0o700 });
  }
}

/** Append-only, one file per day. Every line is on the disk (fsync) when `append` resolves. */
export class Journal {
  readonly #options: JournalOptions;
  #turn: Promise<unknown> = Promise.resolve();
  /** The end as this process left it; good only while the file has that size. */
  #known: { readonly file: string; readonly size: number; readonly tail: Tail } | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  get folder(): string {
    return this.#options.folder;
  }

  append(said: Happening): Promise<Written> {
    return this.#inTurn(async (file) => {
      await this.#write(file, said);
    });
  }

  /** Signs the present end of today's file; nothing to do without a key. */
  seal(): Promise<Written> {
    return this.#inTurn(async (file) => {
      await this.#sign(file, await this.#tail(file));
    });
  }

  #inTurn(work: (file: string) => Promise<void>): Promise<Written> {
    const mine = this.#turn.then(() => this.#locked(work));
    this.#turn = mine;
    return mine;
  }

  async #locked(work: (file: string) => Promise<void>): Promise<Written> {
    const { folder, now } = this.#options;
    const today = dayOf(now());
    let file = today;
    try {
      await makeFolder(folder);
      await withLock(join(folder, '.lock'), async () => {
        const files = await journalFiles(folder);
        // A clock that was set back does not change the order of the lines.
        const latest = files.at(-1) ?? today;
        file = latest > today ? latest : today;
        // One that a crash left empty has no first line yet.
        if ((await this.#size(file)) === 0) await this.#begin(file, files.filter((other) => other < file).at(-1));
        await work(file);
      });
      return ok(undefined);
    } catch (thrown) {
      this.#known = undefined;
      return err(fault('journal/not-written', { file, folder, reason: whyNot(thrown) }));
    }
  }

  async #begin(file: string, before: string | undefined): Promise<void> {
    if (before !== undefined) await this.#sealFormer(before);
    const last = before === undefined ? nothingBefore : tailOf(await readJournal(this.#options.folder, before), nothingBefore).hash;
    this.#known = { file, size: 0, tail: { seq: 0, hash: last, torn: 0 } };
    await this.#line(file, { what: 'opened', after: before ?? '' });
    if (process.platform === 'win32') return;
    const handle = await open(this.#options.folder, 'r');
    await handle.sync().catch(() => undefined);
    await handle.close();
  }

  /**
   * A run can go past midnight: its last lines of the day before were then written after the last signature. Only an
   * end that this very process wrote is signed: one that somebody cut must not become a good one.
   */
  async #sealFormer(file: string): Promise<void> {
    const known = this.#known;
    if (known?.file !== file || known.tail.torn > 0 || known.size !== (await this.#size(file))) return;
    await this.#sign(file, known.tail);
  }

  /** What was signed before must still be there: over a cut or changed file the old signature stays, as evidence. */
  async #sign(file: string, { seq, hash }: Tail): Promise<void> {
    const { folder } = this.#options;
    const signed = await readHead(folder, file);
    const line = signed === undefined || signed === false ? undefined : (await readJournal(folder, file)).split('\n')[signed.lines - 1];
    if (signed === false || (signed !== undefined && (line === undefined || hashOf(line) !== signed.hash))) return;
    await this.#options.signer?.sign({ file, lines: seq, hash, at: this.#options.now().toISOString() });
  }

  async #write(file: string, said: Happening): Promise<void> {
    const before = this.#known;
    const { torn } = await this.#tail(file);
    // Another program may have added lines; none takes them away.
    const cut = before?.file === file && before.size > (await this.#size(file));
    if (cut) await this.#line(file, { what: 'lines-missing', lines: before.tail.seq });
    if (torn > 0 && !cut) await this.#line(file, { what: 'torn', bytes: torn });
    await this.#line(file, said);
  }

  /** 0 when there is no such file. */
  async #size(file: string): Promise<number> {
    return (await stat(join(this.#options.folder, file)).catch(() => undefined))?.size ?? 0;
  }

  async #tail(file: string): Promise<Tail> {
    const size = await this.#size(file);
    if (this.#known?.file !== file || this.#known.size !== size) {
      this.#known = { file, size, tail: tailOf(await readJournal(this.#options.folder, file), nothingBefore) };
    }
    return this.#known.tail;
  }

  async #line(file: string, said: Happening): Promise<void> {
    const tail = await this.#tail(file);
    const { folder, now, who } = this.#options;
    const line = lineOf(tail, now().toISOString(), who, said);
    const handle = await open(join(folder, file), 'a', 0o600);
    try {
      // One write, and on the disk before anything is done that leans on it.
      await handle.appendFile(`${tail.torn > 0 ? '\n' : ''}${line}\n`);
      await handle.sync();
      const { size } = await handle.stat();
      this.#known = { file, size, tail: tailOf(`${line}\n`, tail.hash) };
      this.#known = { file, size, tail: { ...this.#known.tail, seq: tail.seq + 1 } };
    } finally {
      await handle.close();
    }
  }
}
