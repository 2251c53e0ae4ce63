import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { TicketView } from '../../core/contract/material.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { fileLimit, readFileLimited, type ReadFault } from './read.ts';

/** A file as it was handed over: by path (Electron) or by content (Chromium host). */
export interface HandedOver {
  readonly name: string;
  readonly size: number;
  readonly content?: Uint8Array | undefined;
  readonly path?: string | undefined;
}

export interface HeldFile {
  readonly name: string;
  /** Lent: they are overwritten when the ticket is forgotten, so copy what is kept. */
  readonly bytes: Uint8Array;
}

/** Says what a file is good for, by its content. */
export type Sniff = (name: string, bytes: Uint8Array) => TicketView['content'];

export interface Tickets {
  take(file: HandedOver): Promise<Result<TicketView, ReadFault>>;
  takeText(name: string, text: string): Result<TicketView, ReadFault>;
  open(ticket: string): Result<HeldFile, 'file/ticket-gone'>;
  forget(ticket: string): void;
  /** Forgets them all. */
  close(): void;
}

/** Files held at once, and their bytes together; the oldest goes first. */
const heldAtMost = 64;
const bytesAtMost = 64 * 1024 * 1024;

function contentOf(file: HandedOver, limit: number): Result<Uint8Array, ReadFault> {
  const bytes = file.content?.length ?? file.size;
  if (bytes > limit) return err(fault('file/too-large', { file: file.name, bytes, limit }));
  if (file.content !== undefined && file.content.length > 0) return ok(Uint8Array.from(file.content));
  if (file.content !== undefined || file.size === 0) return err(fault('file/empty', { file: file.name }));
  // The page of the Chromium host hands no content over that is larger than this.
  if (file.size > fileLimit) return err(fault('file/too-large', { file: file.name, bytes: file.size, limit: fileLimit }));
  return err(fault('file/unreadable', { file: file.name, reason: 'It is a folder, or it went away.' }));
}

/** Holds files in memory under names that say nothing: the window never learns a path. */
export function createTickets(sniff: Sniff, limit = fileLimit): Tickets {
  const held = new Map<string, HeldFile>();
  const forget = (ticket: string): void => {
    held.get(ticket)?.bytes.fill(0);
    held.delete(ticket);
  };
  const makeRoom = (): void => {
    const bytes = () => [...held.values()].reduce((sum, file) => sum + file.bytes.length, 0);
    for (const ticket of held.keys()) {
      if (held.size <= heldAtMost && bytes() <= bytesAtMost) return;
      if (held.size > 1) forget(ticket);
    }
  };
  const hold = (name: string, bytes: Uint8Array): TicketView => {
    const ticket = randomUUID();
    held.set(ticket, { name, bytes });
    makeRoom();
    return { ticket, name, size: bytes.length, content: sniff(name, bytes) };
  };
  return {
    async take(file) {
      const name = file.name === '' ? basename(file.path ?? 'file') : basename(file.name);
      const bytes = file.path === undefined ? contentOf({ ...file, name }, limit) : await readFileLimited(file.path, limit);
      return bytes.ok ? ok(hold(name, bytes.value)) : bytes;
    },
    takeText(name, text) {
      const content = new TextEncoder().encode(text);
      const bytes = contentOf({ name, size: content.length, content }, limit);
      content.fill(0);
      return bytes.ok ? ok(hold(name, bytes.value)) : bytes;
    },
    open(ticket) {
      const file = held.get(ticket);
      return file === undefined ? err(fault('file/ticket-gone', { ticket })) : ok(file);
    },
    forget,
    close: () => [...held.keys()].forEach(forget),
  };
}
