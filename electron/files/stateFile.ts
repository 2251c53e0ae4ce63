import { lstat, mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { utf8 } from '../../core/bytes/bytes.ts';
import { fault, type Fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { sayDay } from '../../core/result/format.ts';
import { fileLimit, readFileLimited } from './read.ts';
import { reason } from './reasons.ts';
import { writeAtomic } from './write.ts';
import { inTurn } from '../../core/result/inTurn.ts';

/** Called once for a file that could not be read. */
export type Tell = (unread: Fault<'file/set-aside'>) => void;

type Fields = Readonly<Record<string, unknown>>;

/** The format version that this program writes. Old files have no version; a later program may write a higher one. */
const version = 1;

/** Reads a JSON object. Refuses with a sentence that says why this version cannot use the file. */
function fieldsOf(bytes: Uint8Array): Result<Fields, 'file/unreadable'> {
  const no = (why: string): Result<never, 'file/unreadable'> => err(fault('file/unreadable', { file: '', reason: why }));
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return no('It is damaged: it is not JSON.');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return no('It is damaged: it is not a JSON object.');
  const fields = { ...json } as Fields;
  const made = fields['version'];
  return typeof made === 'number' && made > version ? no('A newer version of the program wrote it.') : ok(fields);
}

/** How the name of a file that was set aside begins. */
const asideOf = (name: string): string => `${name}.unreadable-`;

const isThere = (path: string): Promise<boolean> => lstat(path).then(() => true, () => false);

/**
 * A JSON file of our own in the state folder, readable by its owner only (0600). A missing file counts as empty. A file
 * that can't be read, because it is damaged, newer, or not accessible, is renamed and reported; it is never
 * overwritten. Unknown fields are kept.
 */
export class StateFile {
  readonly #path: string;
  readonly #name: string;
  readonly #tell: Tell;
  readonly #now: () => Date;
  #fields: Fields = {};
  /** Why the file can neither be read nor renamed. Then nothing is saved. */
  #stuck: string | undefined;
  /** Writes run one after the other, so that the last one counts. */
  readonly #inTurn = inTurn();

  constructor(folder: string, name: string, tell: Tell = () => undefined, now: () => Date = () => new Date()) {
    this.#path = join(folder, name);
    this.#name = name;
    this.#tell = tell;
    this.#now = now;
  }

  /**
   * @param read returns undefined when the fields have the wrong form
   * @param isKnown the caller knows the content from before, and goes on with that
   * @returns undefined when the file has no valid content
   */
  async load<T>(read: (fields: unknown) => T | undefined, isKnown = false): Promise<T | undefined> {
    const bytes = await readFileLimited(this.#path, fileLimit);
    if (!bytes.ok && bytes.fault.code === 'file/not-found') return undefined;
    const fields = bytes.ok ? fieldsOf(bytes.value) : bytes;
    if (!fields.ok) return this.#setAside(fields.fault.code === 'file/unreadable' ? fields.fault.data.reason : 'It is damaged: it is empty or much too long.', isKnown);
    const content = read(fields.value);
    if (content === undefined) return this.#setAside('Something in it is of another form: another version of the program may have written it.', isKnown);
    this.#fields = fields.value;
    return content;
  }

  async save(changed: Fields): Promise<Result<void, 'file/not-written'>> {
    if (this.#stuck !== undefined) return err(fault('file/not-written', { file: this.#name, reason: this.#stuck }));
    this.#fields = { ...this.#fields, ...changed };
    const text = utf8(`${JSON.stringify(this.#fields, undefined, 2)}\n`);
    return this.#inTurn(() => this.#write(text));
  }

  async #write(text: Uint8Array): Promise<Result<void, 'file/not-written'>> {
    await mkdir(dirname(this.#path), { recursive: true }).catch(() => undefined);
    return writeAtomic(this.#path, text, { mode: 0o600 });
  }

  /** Whether a file of this name was ever set aside, or should have been. If the file is missing too, its content is lost. */
  async wasSetAside(): Promise<boolean> {
    const names = await readdir(dirname(this.#path)).catch(() => []);
    return this.#stuck !== undefined || names.some((name) => name.startsWith(asideOf(this.#name)));
  }

  async #setAside(why: string, isKnown: boolean): Promise<undefined> {
    const aside = await this.#freeName();
    try {
      await rename(this.#path, join(dirname(this.#path), aside));
      this.#tell(fault('file/set-aside', { file: this.#name, why, aside, ...(isKnown ? { isKnown } : {}) }));
    } catch (thrown) {
      const isNew = this.#stuck === undefined;
      this.#stuck = reason(thrown);
      if (isNew) this.#tell(fault('file/set-aside', { file: this.#name, why, aside: '' }));
    }
    return undefined;
  }

  /** Finds a free name: `settings.json.unreadable-2026-11-28`, then `…-2`. */
  async #freeName(): Promise<string> {
    const first = `${asideOf(this.#name)}${sayDay(this.#now())}`;
    let name = first;
    for (let count = 2; await isThere(join(dirname(this.#path), name)); count++) name = `${first}-${count}`;
    return name;
  }
}
