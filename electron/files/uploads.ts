import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';

/** A piece of a file that is too large for one message. */
export interface FilePart {
  /** Identifies the file; the same for all its pieces. */
  readonly upload: string;
  readonly name: string;
  /** Size of the whole file, bytes. */
  readonly size: number;
  /** Position of this piece in the file, bytes. */
  readonly at: number;
  readonly content: Uint8Array;
}

/** Receives a file in pieces, one after the other. A new file replaces an unfinished one. */
export class Uploads {
  readonly #limitOf: (name: string) => number;
  #open: { readonly upload: string; readonly bytes: Uint8Array; filled: number } | undefined;

  constructor(limitOf: (name: string) => number) {
    this.#limitOf = limitOf;
  }

  add({ upload, name, size, at, content }: FilePart): Result<{ readonly done: true }, 'file/too-large' | 'app/bad-message'> {
    const limit = this.#limitOf(name);
    if (size > limit) return err(fault('file/too-large', { file: name, bytes: size, limit }));
    if (at === 0) {
      this.close();
      this.#open = { upload, bytes: new Uint8Array(size), filled: 0 };
    }
    const open = this.#open;
    if (open?.upload !== upload || open.filled !== at || content.length === 0 || at + content.length > open.bytes.length) {
      return err(fault('app/bad-message', { operation: 'files/take-part', why: 'It does not continue the file that is being handed over.' }));
    }
    open.bytes.set(content, at);
    open.filled += content.length;
    return ok({ done: true });
  }

  /** Returns the whole file; undefined when a piece is missing. */
  take(upload: string): Uint8Array | undefined {
    const open = this.#open;
    if (open?.upload !== upload || open.filled < open.bytes.length) return undefined;
    this.#open = undefined;
    return open.bytes;
  }

  close(): void {
    this.#open?.bytes.fill(0);
    this.#open = undefined;
  }
}
