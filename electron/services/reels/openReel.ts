import type { NamedBytes } from '../../../core/bundle/certificateTable.ts';
import { Reel } from '../../../core/bundle/reel.ts';
import { ReelSecrets } from '../../../core/bundle/reelSecrets.ts';
import { fault } from '../../../core/result/fault.ts';
import { err, ok, type Result } from '../../../core/result/result.ts';
import { readBundleInWorker, readKeysInWorker, type Watch } from '../../files/archive/runWorker.ts';

/** A reel in memory: its certificates, the closed archive of its secrets, and the secrets once they were unlocked. */
export class OpenReel {
  readonly reel: Reel;
  readonly extra: number;
  readonly #keyArchive: NamedBytes | undefined;
  #secrets: ReelSecrets | undefined;

  constructor(reel: Reel, extra: number, keyArchive: NamedBytes | undefined) {
    this.reel = reel;
    this.extra = extra;
    this.#keyArchive = keyArchive;
  }

  get lock(): 'none' | 'locked' | 'open' {
    if (this.#secrets !== undefined) return 'open';
    return this.#keyArchive === undefined ? 'none' : 'locked';
  }

  get secrets(): Result<ReelSecrets, 'bundle/locked' | 'bundle/no-key-archive'> {
    if (this.#secrets !== undefined) return ok(this.#secrets);
    return err(this.#keyArchive === undefined ? fault('bundle/no-key-archive', { reel: this.reel.reelId }) : fault('bundle/locked', { reel: this.reel.reelId }));
  }

  /** Takes the transport key as it was typed, pasted or scanned: blanks and line ends around it do not count. */
  async unlock(transportKey: string, watch: Watch = {}): Promise<Result<void>> {
    const archive = this.#keyArchive;
    if (archive === undefined) return err(fault('bundle/no-key-archive', { reel: this.reel.reelId }));
    const key = transportKey.trim();
    if (key === '') return err(fault('bundle/wrong-key', { file: archive.name }));
    const tables = await readKeysInWorker(archive, key, watch);
    if (!tables.ok) return tables;
    this.#secrets?.wipe();
    this.#secrets = new ReelSecrets(tables.value);
    for (const { kind, ids } of tables.value) this.reel.markSecrets(kind, ids);
    return ok(undefined);
  }

  close(): void {
    this.#secrets?.wipe();
    this.#secrets = undefined;
  }
}

/** Opens a bundle, whole or loose, without its secrets. */
export async function openReel(inputs: readonly NamedBytes[], watch: Watch = {}): Promise<Result<OpenReel>> {
  const content = await readBundleInWorker(inputs, watch);
  return content.ok ? ok(new OpenReel(new Reel(content.value), content.value.extra, content.value.keyArchive)) : content;
}
