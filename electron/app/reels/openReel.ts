import { equal } from '../../../core/bytes/bytes.ts';
import { missingArchives, Reel } from '../../../core/bundle/reel.ts';
import { mergeTables, type CertificateTable, type NamedBytes } from '../../../core/bundle/certificateTable.ts';
import type { KeyTable } from '../../../core/bundle/keyTable.ts';
import { longestTransportKey, transportKeyIn } from '../../../core/bundle/transportKey.ts';
import { ReelSecrets } from '../../../core/bundle/reelSecrets.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import type { BundleContent } from '../../files/archive/readBundle.ts';
import { readBundleInWorker, readKeysInWorker, type Watch } from '../../files/archive/runWorker.ts';
import type { VerifyState } from './verify.ts';

/** A reel in memory: its certificates, the encrypted archive of its secrets, and the secrets after unlocking. */
export class OpenReel {
  readonly reel: Reel;
  readonly #content: BundleContent;
  #secrets: ReelSecrets | undefined;
  #closed = false;
  #verified: VerifyState;

  constructor(content: BundleContent) {
    this.#content = content;
    this.reel = new Reel(content);
  }

  /** Number of files beside the archives that are not needed. */
  get extra(): number {
    return this.#content.extra;
  }

  get tables(): readonly CertificateTable[] {
    return this.#content.tables;
  }

  /** Result of verifying every certificate; undefined while verification is running. */
  get verified(): VerifyState {
    return this.#verified;
  }

  set verified(result: VerifyState) {
    this.#verified = result;
    this.reel.setProblems('verified', result === undefined || result === 'failed' ? [] : result.problems);
  }

  get lock(): 'none' | 'locked' | 'open' {
    if (this.#secrets !== undefined) return 'open';
    return this.#content.keyArchive === undefined ? 'none' : 'locked';
  }

  get secrets(): Result<ReelSecrets, 'bundle/locked' | 'bundle/no-key-archive'> {
    if (this.#secrets !== undefined) return ok(this.#secrets);
    const { reelId: reel } = this.reel;
    return err(this.lock === 'none' ? fault('bundle/no-key-archive', { reel }) : fault('bundle/locked', { reel }));
  }

  /** Opens the secrets. @param transportKey as it was typed, pasted, scanned or read from a file */
  async unlock(transportKey: string, watch: Watch = {}): Promise<Result<void>> {
    const archive = this.#content.keyArchive;
    if (archive === undefined) return err(fault('bundle/no-key-archive', { reel: this.reel.reelId }));
    const key = transportKeyIn(transportKey);
    if (key === '' || key.length > longestTransportKey) return err(fault('bundle/not-a-key', { length: key.length, most: longestTransportKey }));
    const read = await readKeysInWorker(archive, key, watch);
    if (!read.ok) return read;
    const { tables, problems } = read.value;
    if (this.#closed) {
      // The reel was closed while the worker opened its archive.
      for (const { keys } of tables) keys.fill(0);
      return err(fault('bundle/closed', { reel: this.reel.reelId }));
    }
    this.reel.setProblems('keys', problems);
    this.#hold(tables);
    return ok(undefined);
  }

  /**
   * Joins this reel with archives that were given later. The secrets stay unlocked, unless a new archive also contains secrets.
   * If the new archives contradict this reel, the reel is not changed.
   */
  joinedWith(more: OpenReel): Result<OpenReel, 'bundle/duplicate-chip'> {
    const [old, fresh] = [this.#content, more.#content];
    const tables = new Map(old.tables.map((table) => [table.object, table]));
    for (const table of fresh.tables) {
      const before = tables.get(table.object);
      const merged = before === undefined ? ok(table) : mergeTables(before, table, `${fresh.reelId}_${fresh.batch}_${table.object}_Certs.7z`);
      if (!merged.ok) return merged;
      tables.set(table.object, merged.value);
    }
    const all = [...tables.values()];
    const keyArchive: NamedBytes | undefined = fresh.keyArchive ?? old.keyArchive;
    const joined = new OpenReel({ ...fresh, tables: all, problems: missingArchives(all, keyArchive !== undefined), extra: old.extra + fresh.extra, ...(keyArchive === undefined ? {} : { keyArchive }) });
    const sameKeys = fresh.keyArchive === undefined || (old.keyArchive !== undefined && equal(fresh.keyArchive.bytes, old.keyArchive.bytes));
    if (sameKeys && this.#secrets !== undefined) {
      joined.#take(this.#secrets);
      joined.reel.setProblems('keys', this.reel.problemsOf('keys'));
      this.#secrets = undefined;
    }
    this.close();
    return ok(joined);
  }

  /** Wipes the secrets, also those that a worker is still opening. */
  close(): void {
    this.#closed = true;
    this.#forget();
  }

  #forget(): void {
    this.#secrets?.wipe();
    this.#secrets = undefined;
  }

  #hold(tables: readonly KeyTable[]): void {
    this.#forget();
    this.#take(new ReelSecrets(tables));
  }

  #take(secrets: ReelSecrets): void {
    this.#secrets = secrets;
    for (const kind of ['pbs', 'auto'] as const) this.reel.markSecrets(kind, secrets.chips(kind));
  }
}

/** Opens a bundle without its secrets. It is given as a whole or as separate archives. */
export async function openReel(inputs: readonly NamedBytes[], watch: Watch = {}): Promise<Result<OpenReel>> {
  const content = await readBundleInWorker(inputs, watch);
  return content.ok ? ok(new OpenReel(content.value)) : content;
}
