import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { Clipboard } from '../../ports.ts';

const hashOf = (text: string): string => toHex(sha256(utf8(text.trim().toLowerCase())));

/** Remembers secrets that the window received to show or copy. Only hashes are kept, to recognise the secrets on the clipboard. */
export class CopiedSecrets {
  readonly #clipboard: Clipboard;
  #hashes: ReadonlySet<string> = new Set();

  constructor(clipboard: Clipboard) {
    this.#clipboard = clipboard;
  }

  /** Remembers a secret that was given to the window. @param text the secret in the form that the window receives */
  handedOut(text: string): void {
    this.#hashes = new Set([...this.#hashes, hashOf(text)]);
  }

  /**
   * Removes such a secret from the clipboard. If the host can read the clipboard, anything else that the user copied is kept.
   * Does nothing when no secret was given out since the last call.
   */
  async clear(): Promise<Result<{ readonly done: true }, 'app/clipboard-not-cleared'>> {
    const before = this.#hashes;
    if (before.size === 0) return ok({ done: true });
    // Secrets that are handed out from now on are cleared by the next call.
    this.#hashes = new Set();
    const there = await this.#clipboard.read();
    const gone = there !== undefined && !before.has(hashOf(there));
    if (gone || (await this.#clipboard.clear())) return ok({ done: true });
    this.#hashes = new Set([...before, ...this.#hashes]);
    return err(fault('app/clipboard-not-cleared', {}));
  }
}
