import { equal } from '../bytes/bytes.ts';
import type { ChipId } from '../objects/uid.ts';
import { fault } from '../result/fault.ts';
import { err, ok, type Result } from '../result/result.ts';
import { certificateAt, type BundleProblem, type CertificateTable } from './certificateTable.ts';
import { reelObjects, type KeyKind, type ReelObject } from './names.ts';

/** The bit in `ReelIndex.holds` for each thing that the bundle may hold for a chip. */
const bits = { E0E0: 1, E0E1: 2, E0E2: 4, pbs: 8, auto: 16 } as const;
export type ReelThing = keyof typeof bits;

export interface ReelSums {
  readonly chips: number;
  readonly certificates: Readonly<Record<ReelObject, number>>;
  readonly pbs: number;
  readonly auto: number;
  /** Chips with a certificate and without a secret; counted only when the secrets are known. */
  readonly withoutSecrets: number;
  /** Chips with a secret and without any certificate. */
  readonly withoutCertificates: number;
  /**
   * For each kind of thing: number of chips that lack it although they have a similar one (another certificate, or the
   * other secret).
   */
  readonly lacking: Readonly<Record<ReelThing, number>>;
}

/** What the bundle says about one reel, without any secret. */
export interface ReelContent {
  readonly reelId: string;
  readonly batch: string;
  readonly tables: readonly CertificateTable[];
  readonly problems: readonly BundleProblem[];
}

const missing = { E0E0: 'It holds the ECC certificates (key 0xE0F0).', E0E1: 'It holds the ECC certificates for the shielded connection.', E0E2: 'It holds the RSA certificates.' } as const;

/** Archives that a complete bundle has, and that are missing or empty in this one. */
export const missingArchives = (tables: readonly CertificateTable[], hasKeys: boolean): BundleProblem[] => [
  ...reelObjects
    .filter((object) => !tables.some((table) => table.object === object && table.ids.length > 0))
    .map((object) => {
      const empty = tables.some((table) => table.object === object) ? 'It holds no certificate. ' : '';
      return fault('bundle/missing-archive', { name: `…_${object}_Certs.7z`, means: `${empty}${missing[object]}` });
    }),
  ...(hasKeys ? [] : [fault('bundle/missing-archive', { name: '…_keys.7z', means: 'It holds the secrets of the chips.' })]),
];

/** What finds these problems: unlocking the secrets (`keys`), or verifying the certificates (`verified`). */
type LaterProblems = 'keys' | 'verified';

/** All chips of a reel, sorted by id for binary search. */
export class Reel {
  readonly reelId: string;
  readonly batch: string;
  readonly #problems: readonly BundleProblem[];
  readonly #later = new Map<LaterProblems, readonly BundleProblem[]>();
  readonly #tables: ReadonlyMap<ReelObject, CertificateTable>;
  readonly #places = new Map<ReelObject, ReadonlyMap<ChipId, number>>();
  #ids: readonly ChipId[] = [];
  #holds = new Map<ChipId, number>();

  constructor({ reelId, batch, tables, problems }: ReelContent) {
    this.reelId = reelId;
    this.batch = batch;
    this.#problems = [...problems, ...tables.flatMap((table) => table.problems)];
    this.#tables = new Map(tables.map((table) => [table.object, table]));
    for (const { object, ids } of tables) {
      this.#places.set(object, new Map(ids.map((id, place) => [id, place])));
      this.#mark(ids, bits[object]);
    }
    this.#sort();
  }

  get problems(): readonly BundleProblem[] {
    return [...this.#problems, ...[...this.#later.values()].flat()];
  }

  problemsOf(from: LaterProblems): readonly BundleProblem[] {
    return this.#later.get(from) ?? [];
  }

  /** Replaces the results of an earlier check. */
  setProblems(from: LaterProblems, problems: readonly BundleProblem[]): void {
    this.#later.set(from, problems);
  }

  get ids(): readonly ChipId[] {
    return this.#ids;
  }

  has(chipId: ChipId): boolean {
    return this.#holds.has(chipId);
  }

  holds(chipId: ChipId, thing: ReelThing): boolean {
    return ((this.#holds.get(chipId) ?? 0) & bits[thing]) !== 0;
  }

  /** DER, a view; undefined when the bundle has none. */
  certificate(chipId: ChipId, object: ReelObject): Uint8Array | undefined {
    const [table, place] = [this.#tables.get(object), this.#places.get(object)?.get(chipId)];
    return table === undefined || place === undefined ? undefined : certificateAt(table, place);
  }

  /** The chip that has this certificate, compared by its bytes. */
  ownerOf(object: ReelObject, der: Uint8Array): ChipId | undefined {
    const table = this.#tables.get(object);
    const place = table?.ids.findIndex((_, i) => equal(certificateAt(table, i), der)) ?? -1;
    return table?.ids[place];
  }

  /** Marks which chips have a secret. The secrets themselves are stored elsewhere. */
  markSecrets(kind: KeyKind, ids: readonly ChipId[]): void {
    this.#mark(ids, bits[kind]);
    this.#sort();
  }

  /** Chips whose id contains `part`; all chips when it is empty. */
  search(part: string): readonly ChipId[] {
    const wanted = part.replace(/[\s:_-]/g, '').toLowerCase();
    return wanted === '' ? this.#ids : this.#ids.filter((id) => id.includes(wanted));
  }

  sums(): ReelSums {
    const count = (wanted: (things: number) => boolean): number => [...this.#holds.values()].filter(wanted).length;
    const of = (thing: ReelThing): number => count((things) => (things & bits[thing]) !== 0);
    const [certificate, secret] = [bits.E0E0 | bits.E0E1 | bits.E0E2, bits.pbs | bits.auto];
    const known = count((things) => (things & secret) !== 0) > 0;
    const lacking = (thing: ReelThing): number => {
      const kind = (bits[thing] & secret) === 0 ? certificate : secret;
      return count((things) => (things & bits[thing]) === 0 && (things & kind) !== 0);
    };
    return {
      chips: this.#ids.length,
      certificates: { E0E0: of('E0E0'), E0E1: of('E0E1'), E0E2: of('E0E2') },
      pbs: of('pbs'),
      auto: of('auto'),
      withoutSecrets: known ? count((things) => (things & certificate) !== 0 && (things & secret) === 0) : 0,
      withoutCertificates: count((things) => (things & certificate) === 0),
      lacking: { E0E0: lacking('E0E0'), E0E1: lacking('E0E1'), E0E2: lacking('E0E2'), pbs: lacking('pbs'), auto: lacking('auto') },
    };
  }

  #mark(ids: readonly ChipId[], bit: number): void {
    for (const id of ids) this.#holds.set(id, (this.#holds.get(id) ?? 0) | bit);
  }

  #sort(): void {
    this.#ids = [...this.#holds.keys()].sort();
  }
}

/** The common reel name of all archives; a fault when they belong to two reels. */
export function sameReel(names: readonly { readonly reelId: string; readonly batch: string }[]): Result<{ readonly reelId: string; readonly batch: string } | undefined, 'bundle/several-reels'> {
  const [first] = names;
  const key = ({ reelId, batch }: { readonly reelId: string; readonly batch: string }): string => `${reelId}_${batch}`.toLowerCase();
  const other = names.find((name) => first !== undefined && key(name) !== key(first));
  if (first === undefined || other === undefined) return ok(first);
  return err(fault('bundle/several-reels', { first: `${first.reelId}, batch ${first.batch}`, other: `${other.reelId}, batch ${other.batch}` }));
}
