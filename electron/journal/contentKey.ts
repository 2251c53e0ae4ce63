import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, utf8 } from '../../core/bytes/bytes.ts';
import { toHex } from '../../core/bytes/hex.ts';
import type { Randomness } from '../../core/bridge/bytePort.ts';
import { formatOid } from '../../core/objects/oid.ts';
import type { WriteAt, WriteObject } from '../../core/plan/step.ts';
import { fault } from '../../core/result/fault.ts';
import { err, ok, type Result } from '../../core/result/result.ts';
import { errorCode, reason } from '../files/reasons.ts';
import { writeAtomic } from '../files/write.ts';
import { withLock } from './lock.ts';
import { sayBytes } from '../../core/result/format.ts';

const keyBytes = 32;

/** Shorter contents get no HMAC, because with the key all their values could be tried. Bytes */
export const shortestProved = 16;

/** Names the place that a step writes, as part of the HMAC's message. */
export const placeOf = (step: WriteObject | WriteAt): string => `${formatOid(step.object)}${step.kind === 'write-at' ? ` at ${step.offset}` : ''}`;

/** HMAC-SHA-256 as hex, over the run, the place that was written and the content. */
export type ContentHmac = (run: string, place: string, content: Uint8Array) => string;

type KeyFault = 'journal/key-unusable';

const hmacWith =
  (key: Uint8Array): ContentHmac =>
  (run, place, content) => {
    const message = concat(utf8(`trust-bench content\n${run}\n${place}\n`), content);
    const code = toHex(hmac(sha256, key, message));
    message.fill(0);
    return code;
  };

/**
 * The key with which the journal can prove later what was written, without storing it. It is in its own file in the
 * state folder, made once, readable by its owner only, and never exported or shown.
 */
export class ContentKey {
  readonly #path: string;
  readonly #random: Randomness;

  constructor(path: string, random: Randomness) {
    this.#path = path;
    this.#random = random;
  }

  /** For a new run: makes the key if there is none. An unreadable or damaged key is never replaced. */
  async forWriting(): Promise<Result<ContentHmac, KeyFault>> {
    const kept = await this.#read();
    if (!kept.ok) return kept;
    return kept.value === undefined ? this.#make() : ok(hmacWith(kept.value));
  }

  /** For recorded runs. Without the key that was used for a run, its contents cannot be compared. */
  async forChecking(): Promise<Result<ContentHmac, KeyFault>> {
    const kept = await this.#read();
    if (!kept.ok) return kept;
    return kept.value === undefined ? this.#unusable('It is no longer there.') : ok(hmacWith(kept.value));
  }

  async #make(): Promise<Result<ContentHmac, KeyFault>> {
    try {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
      // Window and command line may start their first runs at the same time.
      return await withLock(`${this.#path}.lock`, async () => {
        const meanwhile = await this.#read();
        if (!meanwhile.ok) return meanwhile;
        if (meanwhile.value !== undefined) return ok(hmacWith(meanwhile.value));
        const key = this.#random(keyBytes);
        const written = await writeAtomic(this.#path, key, { mode: 0o600 });
        return written.ok ? ok(hmacWith(key)) : this.#unusable(written.fault.data.reason);
      });
    } catch (thrown) {
      return this.#unusable(reason(thrown));
    }
  }

  /** Reads the key; undefined when there is none yet. */
  async #read(): Promise<Result<Uint8Array | undefined, KeyFault>> {
    try {
      const key = new Uint8Array(await readFile(this.#path));
      return key.length === keyBytes ? ok(key) : this.#unusable(`It has ${sayBytes(key.length)}, not ${keyBytes}.`);
    } catch (thrown) {
      return errorCode(thrown) === 'ENOENT' ? ok(undefined) : this.#unusable(reason(thrown));
    }
  }

  #unusable(why: string): Result<never, KeyFault> {
    return err(fault('journal/key-unusable', { file: basename(this.#path), folder: dirname(this.#path), reason: why }));
  }
}
