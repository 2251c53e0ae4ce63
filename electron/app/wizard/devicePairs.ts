import type { DevicePair, DevicePairs as PairsView } from '../../../core/contract/wizard.ts';
import { sayLine } from '../../../core/result/say.ts';
import { damageOf, isLocked, type SortedFiles } from '../material/index.ts';

type LeftOver = PairsView['leftOver'][number];

interface Pair extends Omit<DevicePair, 'files'> {
  readonly files: readonly { readonly ticket: string; readonly name: string }[];
}

/** How a run with a pair's key ended. */
export interface PairRun {
  readonly state: 'done' | 'failed';
  readonly chipId: string;
  readonly at: string;
}

/** Why files from the folder are not used as a pair. */
function unmetReason({ files, problem }: SortedFiles): string {
  if (problem !== undefined) return `${problem.data.count} different certificates are for one key. Keep the one that is meant, and drop the folder again.`;
  const keys = files.reduce((sum, file) => sum + file.keys.length, 0);
  if (files.some(isLocked)) return 'Its key is encrypted, so that the certificate of it cannot be found. Save it without a password, or drop it alone.';
  const damage = files.map(damageOf).find((fault) => fault !== undefined);
  if (damage !== undefined) return sayLine(damage);
  if (keys > 1) return 'It holds several keys. A pair is one key and its certificate.';
  if (keys === 1) return 'None of the certificates belongs to this key.';
  return files.some(({ certificates }) => certificates.length > 0) ? 'None of the keys belongs to this certificate.' : 'It holds no key and no certificate.';
}

/**
 * The keys and certificates of a dropped folder for several chips: which pair is next, which chip received which pair, and which
 * files do not belong to a pair. Keys stay in their tickets.
 */
export class DevicePairs {
  #pairs: readonly Pair[] = [];
  #leftOver: readonly LeftOver[] = [];
  /** Number of pairs so far. A pair of another folder never has the same id, because a run with the earlier one may still end. */
  #made = 0;

  /** Begins with sorted files. @param isIntegrity whether a pair signs updates; such a pair is not used as a device's pair */
  begin(sorted: readonly SortedFiles[], isIntegrity: (group: SortedFiles) => boolean): void {
    const [pairs, others] = [sorted.filter((group) => group.pair !== undefined && !isIntegrity(group)), sorted.filter((group) => group.pair === undefined || isIntegrity(group))];
    this.#pairs = pairs.map(({ files, pair }) => ({ id: `pair-${++this.#made}`, files: files.map(({ ticket, name }) => ({ ticket, name })), subject: pair?.certificate.subject ?? '', state: 'waiting' }));
    this.#leftOver = [
      ...others.flatMap((group) => group.files.map(({ name }) => ({ file: name, why: isIntegrity(group) ? 'It is the integrity key or its certificate, which signs the updates.' : unmetReason(group) }))),
      ...sorted.flatMap(({ copies }) => copies.map(({ name, of }) => ({ file: name, why: `It is a copy of ${of}.` }))),
    ];
  }

  clear(): void {
    this.#pairs = [];
    this.#leftOver = [];
  }

  get current(): string | undefined {
    return this.#pairs.find(({ state }) => state === 'current')?.id;
  }

  /** Finds the named pair, or the next waiting one. */
  find(id: string | undefined): Pair | undefined {
    return this.#pairs.find((pair) => (id === undefined ? pair.state === 'waiting' : pair.id === id));
  }

  take(id: string): void {
    this.release();
    this.#change(id, { state: 'current' });
  }

  /** Called when the device's slot received other material or was emptied. */
  release(): void {
    const { current } = this;
    if (current !== undefined) this.#change(current, { state: 'waiting' });
  }

  ended(id: string, run: PairRun): void {
    this.#change(id, run);
  }

  #change(id: string, part: Partial<Pair>): void {
    this.#pairs = this.#pairs.map((pair) => (pair.id === id ? { ...pair, ...part } : pair));
  }

  view(): PairsView | undefined {
    if (this.#pairs.length === 0 && this.#leftOver.length === 0) return undefined;
    return { pairs: this.#pairs.map(({ files, ...pair }) => ({ ...pair, files: files.map(({ name }) => name) })), leftOver: [...this.#leftOver] };
  }
}
