import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../../../core/bytes/hex.ts';
import { readMetadata } from '../../../core/chip/read.ts';
import type { CompareView, ExportForm, ObjectData, ObjectRow, OfferedView } from '../../../core/contract/objects.ts';
import type { ReplyOf } from '../../../core/contract/operations.ts';
import { isKeyKind, objectsOf, type ObjectEntry } from '../../../core/objects/catalogue.ts';
import { contentState, usedBytes } from '../../../core/objects/contentState.ts';
import { formatOid, parseOid, type Oid } from '../../../core/objects/oid.ts';
import { holdsSecret } from '../../../core/objects/secrets.ts';
import type { ChipId } from '../../../core/objects/uid.ts';
import { ok, type Result } from '../../../core/result/result.ts';
import type { Tickets } from '../../files/tickets.ts';
import type { SaveFile } from '../../ports.ts';
import type { Board, Work } from '../../board/board.ts';
import type { Shown } from '../../board/chipKnowledge.ts';
import type { WrittenSecrets } from '../material/index.ts';
import { glanceOf } from './objectDecode.ts';
import { exportName, inForm } from './objectForms.ts';
import { compare, readContent, readData, readForList } from './objectRead.ts';
import { CollectedKeys, withPairs } from './objectPairs.ts';
import { offeredFile } from './offeredFile.ts';
import { failedRow, viewRow } from './objectRows.ts';

export { viewCondition } from './objectRows.ts';

interface Asked {
  readonly id: Oid;
  readonly reveal: boolean;
  readonly answer: (data: Result<ObjectData>) => void;
}

/** What is collected while the list is read. */
interface Listed {
  readonly now: Map<Oid, Shown>;
  readonly collected: CollectedKeys;
}

export interface ObjectParts {
  readonly board: Board;
  readonly tickets: Tickets;
  readonly saveFile: SaveFile;
  readonly written: WrittenSecrets;
  readonly onRow: (row: ObjectRow) => void;
}

/** The objects of the connected chip, for the browser. */
export class ObjectService {
  readonly #parts: ObjectParts;
  /** The last list. */
  #last: { readonly chipId: ChipId; readonly rows: readonly ObjectRow[]; readonly collected: CollectedKeys } | undefined;
  #listing = false;
  /** Requests of the user. They are answered first while the list is read. */
  #asked: Asked[] = [];

  constructor(parts: ObjectParts) {
    this.#parts = parts;
    parts.board.knowledge.keys.onChange(() => this.#pairAgain());
  }

  /** Sends the rows of keys and certificates again, because this connection has proved or disproved a pair. */
  #pairAgain(): void {
    const last = this.#last;
    const { board, onRow } = this.#parts;
    if (last === undefined || board.state.identity?.uid.chipId !== last.chipId) return;
    const rows = withPairs(last.rows, last.collected, board.knowledge.keys.all);
    this.#last = { ...last, rows };
    for (const row of rows) if (!last.rows.includes(row)) onRow(row);
  }

  /** Reads every object's metadata, then the contents. Each row is sent as soon as the chip has answered. */
  async list(): Promise<Result<ObjectRow[]>> {
    const whole = await this.#parts.board.run('Reading all objects', async (work) => {
      this.#listing = true;
      const rows = await this.#list(work);
      this.#listing = false;
      await this.#serve(work);
      return rows;
    });
    this.#listing = false;
    for (const { id, reveal, answer } of this.#asked.splice(0)) answer(await this.#read(id, reveal));
    return whole;
  }

  async #list(work: Work): Promise<Result<ObjectRow[]>> {
    const { chipId } = work.identity.uid;
    const { knowledge } = this.#parts.board;
    const before = knowledge.shownBefore(chipId);
    const now = new Map<Oid, Shown>();
    const rows: ObjectRow[] = [];
    const collected = new CollectedKeys();
    const entries = objectsOf(work.identity.uid.family);
    for (const entry of entries) {
      await this.#serve(work);
      const metadata = await readMetadata(work.chip, entry.id);
      if (!metadata.ok && metadata.fault.code !== 'chip/refused') return metadata;
      if (metadata.ok) now.set(entry.id, { metadata: metadata.value });
      const row = metadata.ok ? viewRow(entry, metadata.value, work.identity, before.get(entry.id)?.metadata) : failedRow(entry, metadata.fault);
      rows.push(row);
      this.#parts.onRow(row);
    }
    for (const [at, entry] of entries.entries()) {
      await this.#serve(work);
      const filled = await this.#fill(entry, rows[at], { now, collected }, before.get(entry.id), work);
      if (!filled.ok) return filled;
      if (filled.value !== undefined) this.#parts.onRow((rows[at] = filled.value));
    }
    knowledge.shown(chipId, now);
    const paired = withPairs(rows, collected, knowledge.keys.all);
    this.#last = { chipId, rows: paired, collected };
    return ok([...paired]);
  }

  /** Adds a summary of the content and the changes to a row; undefined when there is nothing to add. */
  async #fill(entry: ObjectEntry, row: ObjectRow | undefined, { now, collected }: Listed, before: Shown | undefined, work: Work): Promise<Result<ObjectRow | undefined>> {
    const metadata = now.get(entry.id)?.metadata;
    if (row === undefined || metadata === undefined) return ok(undefined);
    const read = await readForList(entry, metadata, work, this.#parts.written);
    if (!read.ok) return read;
    const content = read.value;
    collected.add(entry, metadata, content);
    if (isKeyKind(entry.kind)) return ok(undefined);
    const state = contentState(entry, metadata, content);
    const used = usedBytes(metadata, state);
    const filled = { ...row, state, glance: glanceOf(entry, metadata, content), ...(used === undefined ? {} : { usedSize: used }) };
    if (typeof content === 'string') return ok(filled);
    const digest = toHex(sha256(content));
    now.set(entry.id, { metadata, digest });
    const differs = before?.digest !== undefined && before.digest !== digest;
    return ok(differs ? { ...filled, changed: [...row.changed.filter((name) => name !== 'used size'), 'content'] } : filled);
  }

  async #serve(work: Work): Promise<void> {
    for (let next = this.#asked.shift(); next !== undefined; next = this.#asked.shift()) next.answer(await readData(next.id, next.reveal, work, this.#parts.written));
  }

  /** Reads an object. @param reveal whether the content of a readable secret is requested */
  async read(id: string, reveal: boolean): Promise<Result<ObjectData>> {
    const object = parseOid(id);
    if (!object.ok) return object;
    if (!this.#listing) return this.#read(object.value, reveal);
    return new Promise((answer) => this.#asked.push({ id: object.value, reveal, answer }));
  }

  #read(id: Oid, reveal: boolean): Promise<Result<ObjectData>> {
    return this.#parts.board.run(`Reading ${formatOid(id)}`, (work) => readData(id, reveal, work, this.#parts.written));
  }

  async export(id: string, as: ExportForm): Promise<Result<ReplyOf<'objects/export'>>> {
    const object = parseOid(id);
    if (!object.ok) return object;
    const made = await this.#parts.board.run(`Reading ${formatOid(object.value)}`, async (work) => {
      const content = await readContent(object.value, work);
      if (!content.ok) return content;
      const bytes = inForm(content.value.data, as, object.value);
      if (!bytes.ok) return bytes;
      const { chipId } = work.identity.uid;
      const secret = holdsSecret(content.value.metadata) || this.#parts.written.holds(chipId, object.value, content.value.data);
      return ok({ bytes: bytes.value, secret, name: exportName(object.value, chipId, as) });
    });
    if (!made.ok) return made;
    const saved = await this.#parts.saveFile(made.value.name, made.value.bytes, { secret: made.value.secret });
    made.value.bytes.fill(0);
    return saved;
  }

  /** Checks a file for an object. @param ticket a file that was dropped while the object is open */
  offered(id: string, ticket: string): Result<OfferedView> {
    return offeredFile(id, ticket, this.#parts.tickets);
  }

  async compare(id: string, ticket: string): Promise<Result<CompareView>> {
    const object = parseOid(id);
    if (!object.ok) return object;
    const file = this.#parts.tickets.open(ticket);
    if (!file.ok) return file;
    return this.#parts.board.run(`Reading ${formatOid(object.value)}`, (work) => compare(object.value, file.value, work, this.#parts.written));
  }
}
