import { randomUUID } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import type { TicketView } from '../../core/contract/material.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { fileLimit, readFileLimited, type ReadFault } from './read.ts';
import { Uploads, type FilePart } from './uploads.ts';

/** A file from the user: a path (Electron) or the content (Chromium host, which sends a large file in parts before). */
export interface HandedOver {
  readonly name: string;
  readonly size: number;
  readonly content?: Uint8Array | undefined;
  readonly path?: string | undefined;
  readonly upload?: string | undefined;
  /** The file could no longer be read. */
  readonly changed?: true | undefined;
}

export interface TicketFile {
  readonly name: string;
  /** Valid until the ticket is dropped, because they are wiped then. Copy what you keep. */
  readonly bytes: Uint8Array;
  /** The folder of the file; absent when the host gives contents only. It is never sent to the window. */
  readonly folder?: string | undefined;
}

interface TicketEntry extends TicketFile {
  /** Whether the file was made in the main process and its content is not in the window. */
  readonly secret: boolean;
}

/** Finds the possible uses of a file by its content. */
export type Sniff = (name: string, bytes: Uint8Array) => TicketView['content'];

export interface Tickets {
  take(file: HandedOver): Promise<Result<TicketView, ReadFault>>;
  /** Adds a piece of a file. `take` gets the whole file by its `upload`. */
  takePart(part: FilePart): Result<{ readonly done: true }>;
  takeText(name: string, text: string): Result<TicketView, ReadFault>;
  /** Registers a private key or secret of the main process. Only `openSecret` returns it. */
  takeSecret(name: string, text: string): Result<TicketView, ReadFault>;
  /** Opens a file whose content may be shown. Secret files are refused. */
  open(ticket: string): Result<TicketFile, 'file/ticket-gone' | 'file/ticket-secret'>;
  /** Opens any file, also a secret one. Use it only where the content is never shown. */
  openSecret(ticket: string): Result<TicketFile, 'file/ticket-gone'>;
  forget(ticket: string): void;
  /** Drops all files. */
  close(): void;
}

/** Maximum number of files in memory, and of their bytes. The oldest file is dropped first. */
const filesAtMost = 2048;
const bytesAtMost = 256 * 1024 * 1024;

function contentOf(file: HandedOver, limit: number): Result<Uint8Array, ReadFault> {
  const bytes = file.content?.length ?? file.size;
  if (bytes > limit) return err(fault('file/too-large', { file: file.name, bytes, limit }));
  if (file.content !== undefined && file.content.length > 0) return ok(Uint8Array.from(file.content));
  if (file.changed === true) return err(fault('file/changed', { file: file.name, orForbidden: true }));
  if (file.content !== undefined || file.size === 0) return err(fault('file/empty', { file: file.name }));
  return err(fault('file/unreadable', { file: file.name, reason: 'It is a folder, or it went away.' }));
}

/**
 * Keeps files in memory under random names, so that the window never learns a path.
 * @param limitOf maximum size of a file, by its name
 */
export function createTickets(sniff: Sniff, limitOf: (name: string) => number = () => fileLimit): Tickets {
  const files = new Map<string, TicketEntry>();
  const uploads = new Uploads(limitOf);
  const forget = (ticket: string): void => {
    files.get(ticket)?.bytes.fill(0);
    files.delete(ticket);
  };
  const makeRoom = (): void => {
    const bytes = () => [...files.values()].reduce((sum, file) => sum + file.bytes.length, 0);
    for (const ticket of files.keys()) {
      if (files.size <= filesAtMost && bytes() <= bytesAtMost) return;
      if (files.size > 1) forget(ticket);
    }
  };
  const hold = (name: string, bytes: Uint8Array, secret = false, path?: string): TicketView => {
    const ticket = randomUUID();
    files.set(ticket, { name, bytes, secret, ...(path === undefined ? {} : { folder: dirname(resolve(path)) }) });
    makeRoom();
    return { ticket, name, size: bytes.length, content: sniff(name, bytes) };
  };
  const text = (name: string, content: Uint8Array, secret: boolean): Result<TicketView, ReadFault> => {
    const bytes = contentOf({ name, size: content.length, content }, limitOf(name));
    content.fill(0);
    return bytes.ok ? ok(hold(name, bytes.value, secret)) : bytes;
  };
  const find = (ticket: string): Result<TicketEntry, 'file/ticket-gone'> => {
    const file = files.get(ticket);
    return file === undefined ? err(fault('file/ticket-gone', { ticket: ticket.slice(0, 80) })) : ok(file);
  };
  return {
    async take(file) {
      const name = file.name === '' ? basename(file.path ?? 'file') : basename(file.name);
      // Drops the parts that were sent before the file changed.
      if (file.changed === true) uploads.close();
      const whole = file.upload === undefined ? undefined : uploads.take(file.upload);
      if (whole !== undefined) return ok(hold(name, whole));
      const bytes = file.path === undefined ? contentOf({ ...file, name }, limitOf(name)) : await readFileLimited(file.path, limitOf(name));
      return bytes.ok ? ok(hold(name, bytes.value, false, file.path)) : bytes;
    },
    takePart: (part) => uploads.add(part),
    takeText: (name, content) => text(basename(name), new TextEncoder().encode(content), false),
    takeSecret: (name, content) => text(basename(name), new TextEncoder().encode(content), true),
    open(ticket) {
      const file = find(ticket);
      return file.ok && file.value.secret ? err(fault('file/ticket-secret', { file: file.value.name })) : file;
    },
    openSecret: find,
    forget,
    close() {
      uploads.close();
      [...files.keys()].forEach(forget);
    },
  };
}

/** Opens files that belong together, in the order of their tickets. Fails with the first one that cannot be opened. */
export function openAll(tickets: Pick<Tickets, 'open'>, wanted: readonly string[]): Result<TicketFile[], 'file/ticket-gone' | 'file/ticket-secret'> {
  const files: TicketFile[] = [];
  for (const ticket of wanted) {
    const file = tickets.open(ticket);
    if (!file.ok) return file;
    files.push(file.value);
  }
  return ok(files);
}
