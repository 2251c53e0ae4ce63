import type { Randomness } from '../bridge/bytePort.ts';
import type { Secret } from '../bytes/secret.ts';
import type { Chip } from '../chip/chip.ts';
import type { ChipSnapshot, ObjectSnapshot } from '../chip/snapshot.ts';
import type { Oid } from '../objects/oid.ts';
import type { Result } from '../result/result.ts';
import type { Step, WriteAt, WriteObject } from './step.ts';

export type Materials = ReadonlyMap<string, Secret>;

/** What a step got from the chip that cannot be read again. */
export interface StepOutput {
  /** SubjectPublicKeyInfo, DER, of a key that was made on the chip. */
  readonly publicKey?: Uint8Array;
}

/** What a step works with: the chip (or its twin), what is known of it, and the material that the plan names. */
export interface Bench {
  readonly chip: Chip;
  readonly identity: ChipSnapshot;
  readonly materials: Materials;
  readonly random: Randomness;
  /**
   * Whether the journal proves that an earlier run wrote these bytes there, as the last thing written. Absent: this plan
   * takes nothing from earlier runs, as the write of one object.
   */
  readonly wroteBefore?: (step: WriteObject | WriteAt, bytes: Uint8Array) => boolean;
  /** By step id; the caller of the run keeps it, and takes from it what the steps got. */
  readonly outputs?: Map<string, StepOutput>;
}

/** What steps on a session work with: what is known of its chip is at each step what is known then. */
export const toolsOn = (session: Pick<Bench, 'chip' | 'identity'>, rest: Omit<Bench, 'chip' | 'identity'>): Bench => ({
  ...rest,
  chip: session.chip,
  get identity() {
    return session.identity;
  },
});

export type Check =
  | { readonly state: 'needed' }
  | { readonly state: 'done'; readonly says: string; readonly proved: true }
  /** It cannot be read back. `found`: the part of `says` that stays true when a later step proves it. */
  | { readonly state: 'done'; readonly says: string; readonly proved: false; readonly found: string };

export interface Proof {
  readonly proved: boolean;
  /** What was compared or verified, in words. */
  readonly says: string;
}

/** One kind of step: how it is said, whether it is still needed, how it is done and how it is proved. */
export interface StepKind<S extends Step> {
  title(step: S): string;
  /** Objects that it changes or reads; the first is the one it is about. */
  objects(step: S): readonly [Oid, ...Oid[]];
  /**
   * What it takes away that no later step brings back: a counter's value, the key that was there.
   * @param before its object as it was; undefined when that is not known, and then the worst is taken
   */
  loses?(step: S, before?: ObjectSnapshot): string | undefined;
  verifiedBy(step: S): string;
  /** NVM programming cycles that it costs (manual, "Overview Data and Key Store"). */
  cycles(step: S): number;
  check(step: S, bench: Bench): Promise<Result<Check>>;
  apply(step: S, bench: Bench): Promise<Result<true>>;
  verify(step: S, bench: Bench): Promise<Result<Proof>>;
}
